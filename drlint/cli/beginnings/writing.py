"""Fills the templates of documents, and writes them where nothing is yet."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from drlint.cli.beginnings.facts import Facts
from drlint.cli.beginnings.runbooks import failback, failover
from drlint.model.errors import DrlintError

_TEMPLATES = Path(__file__).parent / "templates"
_MOST_ADDRESSES = 200


def text_of(template: str, facts: Facts) -> str:
    """A document of its kind, filled with what is known."""
    import jinja2  # noqa: PLC0415 - only these commands need templates

    environment = jinja2.Environment(
        autoescape=False,  # noqa: S701 - YAML, whose strings the filter q quotes
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {"q": _quoted, "line": _line, "indented": _indented}
    made = environment.get_template(f"{template}.yaml.j2").render(_values(template, facts))
    return re.sub(r"\n{3,}", "\n\n", made).strip("\n") + "\n"


def _values(template: str, facts: Facts) -> Mapping[str, Any]:
    names = {"failover": f"Failover of {facts.name}", "failback": f"Failback of {facts.name}"}
    filled = {"failover": failover, "failback": failback}.get(template)
    shared: dict[str, Any] = {"facts": facts, "addresses": _addresses(facts)} if filled is None else filled(facts)
    return {**shared, **names}


def _addresses(facts: Facts) -> list[str]:
    """The members that no tag names, by address; of those of one block one glob."""
    found = dict.fromkeys(each.address.path for each in facts.addressed)
    return list(dict.fromkeys(re.sub(r"\[[^]]*\]$", "*", path) for path in found))[:_MOST_ADDRESSES]


def _quoted(text: str) -> str:
    """A text as YAML takes it, whatever is in it; plain where that is safe."""
    if re.fullmatch(r"[A-Za-z][\w ,.()/;'-]*[\w.)]", text) and text.lower() not in {"yes", "no", "on", "off", "true"}:
        return text
    return msgspec.json.encode(text).decode()


def _line(text: str) -> str:
    """A text in a comment, which a line end would end."""
    return " ".join(text.split())


def _indented(text: str, width: int) -> str:
    return "\n".join(" " * width + line if line else line for line in text.strip("\n").split("\n"))


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet; raises DrlintError where it is, or cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise DrlintError(f"{path}: exists already, and is left as it is; name another file with -o") from error
    except OSError as error:
        raise DrlintError(f"{path}: cannot be written: {error.strerror}") from error
