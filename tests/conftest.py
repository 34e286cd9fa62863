"""Tests run in a job, too: what they say is no part of its summary."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def no_job() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("GITHUB_ACTIONS", raising=False)
        patched.delenv("GITHUB_STEP_SUMMARY", raising=False)
        yield
