"""Terraform's pure functions, by theme; `call.call` is the way in."""
