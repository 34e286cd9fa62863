"""Policies in the languages of other tools."""
