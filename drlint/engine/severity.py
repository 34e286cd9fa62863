"""How severe a policy's finding is where it was found, and why."""

from __future__ import annotations

from drlint.model.finding import Severity
from drlint.policy.definition import Metadata
from drlint.recovery.objectives import is_production


def severity_of(metadata: Metadata, environment: str | None, profile: str) -> tuple[Severity, str]:
    """A policy's severity on this resource, and why it is so."""
    own = metadata.severity
    if profile == "strict":
        return own, "the policy's own severity (profile strict)"
    if profile == "sandbox":
        return own.softer(), f"{own}, one step less (profile sandbox)"
    if metadata.scope == "production" and not is_production(environment):
        return own.softer(), f"{own}, one step less in environment {environment}"
    return own, f"the policy's own severity; environment {environment or 'not named, so taken as production'}"
