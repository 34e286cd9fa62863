"""Reads the shell text of a recovery document: which commands it holds, without running anything."""
