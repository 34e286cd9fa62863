"""Policies as custom policies of checkov, where one resource's own attributes decide."""
