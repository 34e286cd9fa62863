"""What a policy is; YAML and Python files become the same thing."""

from drlint.policy.definition import Case, Policy

__all__ = ["Case", "Policy"]
