"""A format is one file in the folder; no list names it."""

from __future__ import annotations

import io
import pkgutil
import re
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings

from drlint import reports
from drlint.model.errors import DrlintError
from drlint.reports import formats
from drlint.reports.options import Options

from . import samples
from .test_escape import ANYTHING

REPORTS = {
    "empty": samples.EMPTY,
    "healthy": samples.HEALTHY,
    "ordinary": samples.ORDINARY,
    "hostile": samples.hostile(),
}

# What a format is made of: a command at the start of a line, a CR at its end.
OWN_MARKS = {"github": re.compile("^::(error|warning|notice) "), "csv": re.compile("\r$")}


def written(name: str, report: str, options: Options | None = None) -> str:
    out = io.StringIO()
    formats.named(name).write(REPORTS[report], out, options or Options())
    return out.getvalue()


def test_the_folder_is_the_list() -> None:
    modules = {module.name for module in pkgutil.iter_modules(reports.__path__)}
    assert modules >= formats.SUPPORT
    assert {name.rstrip("_") for name in modules - formats.SUPPORT} == set(formats.names())
    assert {"json", "markdown", "sarif", "text"} <= set(formats.names())


@pytest.mark.parametrize("name", formats.names())
def test_every_format_says_its_name(name: str) -> None:
    assert name == formats.named(name).NAME


@pytest.mark.parametrize("name", ["html5", "escape", "json_", ""])
def test_what_is_no_format_is_refused(name: str) -> None:
    with pytest.raises(DrlintError, match=r"choose from .*json, junit, markdown, ocsf, sarif, text"):
        formats.named(name)


@pytest.mark.parametrize("name", formats.names())
@pytest.mark.parametrize("report", REPORTS)
def test_every_format_copes_with_every_report(name: str, report: str) -> None:
    first = written(name, report, Options(full=True, show_passed=True))
    assert first == written(name, report, Options(full=True, show_passed=True))
    assert first.endswith("\n")
    first.encode()


@pytest.mark.parametrize("name", formats.names())
def test_every_format_tells_what_could_not_be_seen(name: str) -> None:
    text = " ".join(written(name, "ordinary").replace("\\", "").split())
    for told in (
        "AccessDenied on s3:GetBucketReplication",
        "None is no date",
        "no input is a drill record",
        "known after apply",
    ):
        assert told in text


def _is_odd(character: str) -> bool:
    """Whether it is a control character, half of one, a line break or turns the direction of writing."""
    if character.isprintable() or character == "\u200b":
        return False
    return unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or "\u202a" <= character <= "\u2069"


def harmless(name: str, text: str) -> None:
    """Nothing in a report steers a terminal, and no line of it a build server, but for the format's own marks."""
    for written_line in text.split("\n"):
        line = OWN_MARKS.get(name, re.compile("(?!)")).sub("", written_line)
        assert not [each for each in line if _is_odd(each)], line
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
        assert "##vso[" not in line.lower()


@pytest.mark.parametrize("name", formats.names())
def test_no_format_carries_a_control_character_or_a_log_command(name: str) -> None:
    harmless(name, written(name, "hostile", Options(full=True, show_passed=True)))


@settings(max_examples=40, deadline=None)
@given(ANYTHING, ANYTHING)
def test_any_names_are_harmless_in_every_format(one: str, other: str) -> None:
    report = samples.hostile((one, other, f"{one}{other}"))
    for name in formats.names():
        out = io.StringIO()
        formats.named(name).write(report, out, Options(full=True, show_passed=True, group_by="owner"))
        harmless(name, out.getvalue())


def test_the_heavy_libraries_stay_out() -> None:
    code = "import sys; from drlint.reports import formats, json_, markdown, sarif, text; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"rich", "jinja2", "boto3", "yaml", "importlib.metadata", "urllib.parse"} & set(loaded)
