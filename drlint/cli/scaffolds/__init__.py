"""The recovery resources that `scaffold` can write: one file each."""
