"""What AWS told us, saved: a folder with a manifest and one file per account, Region and service."""
