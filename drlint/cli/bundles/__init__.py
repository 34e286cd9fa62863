"""What a repository's configuration extends: an organisation's folder or archive."""
