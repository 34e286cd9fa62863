"""Policies of AWS Resilience Hub, in the JSON of its two APIs."""
