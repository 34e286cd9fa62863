"""What `drlint init` sees in a repository, and what it writes."""
