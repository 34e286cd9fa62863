"""What changed from one run to another: a file per form."""
