"""Readers turn what people and tools wrote into resources in the catalog's words."""
