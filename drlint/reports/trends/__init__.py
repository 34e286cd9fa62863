"""The trend of runs, one file per form."""
