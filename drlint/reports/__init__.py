"""What drlint says: one file per format; this room computes nothing and touches no disk."""
