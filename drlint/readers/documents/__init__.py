"""Recovery documents: workloads, runbooks, drills and test plans that people wrote."""
