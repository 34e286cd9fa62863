"""The GitHub action, its examples, and the world that they run in."""
