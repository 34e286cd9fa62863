"""One file per AWS service; the folder is the registry."""
