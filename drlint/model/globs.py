"""Names with `*` and `?`; brackets stand for themselves, since addresses have them."""

from __future__ import annotations

import re
from functools import lru_cache


def matches(text: str, glob: str) -> bool:
    """Whether a text fits a glob."""
    if "*" not in glob and "?" not in glob:
        return text == glob
    return _pattern(glob).fullmatch(text) is not None


@lru_cache(maxsize=8192)  # as many as there may be waivers
def _pattern(glob: str) -> re.Pattern[str]:
    first, *others = (re.escape(each).replace(r"\?", ".") for each in glob.split("*"))
    if not others:
        return re.compile(first, re.DOTALL)
    # The first place where a part fits is as good as any later one, so that none is tried again after a miss.
    middle = "".join(f"(?>.*?{each})" for each in others[:-1] if each)
    return re.compile(f"{first}{middle}.*{others[-1]}", re.DOTALL)
