"""What was found night after night: an embedded store of runs, findings and blind spots."""
