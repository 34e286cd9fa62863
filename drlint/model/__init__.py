"""The words everything else is said in; this room imports nothing of ours."""
