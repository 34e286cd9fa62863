"""Recovery documents to begin with, filled from the estate."""
