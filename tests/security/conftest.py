"""The cache that the tests of the command line use."""

from cli.conftest import cache

__all__ = ["cache"]
