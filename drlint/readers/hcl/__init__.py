"""Reads Terraform source: what a text declares, evaluated as far as the text itself allows."""
