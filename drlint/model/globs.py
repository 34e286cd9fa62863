"""Names with `*` and `?`; brackets stand for themselves, since addresses have them."""

from __future__ import annotations

import re
from functools import lru_cache


def matches(text: str, glob: str) -> bool:
    """Whether a text fits a glob."""
    return _pattern(glob).fullmatch(text) is not None


@lru_cache(maxsize=1024)
def _pattern(glob: str) -> re.Pattern[str]:
    # runs of stars are one: each further one would multiply the work of a miss
    parts = [{"*": ".*", "?": "."}.get(each, re.escape(each)) for each in re.sub(r"\*+", "*", glob)]
    return re.compile("".join(parts), re.DOTALL)
