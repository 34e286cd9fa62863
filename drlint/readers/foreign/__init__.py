"""Findings of other tools."""
