"""Policies × resources → findings: the engine runs checks and keeps accounts."""
