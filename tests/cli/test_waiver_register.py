"""`drlint waivers`: every waiver with its state and its term, and how often it was renewed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from drlint.reports import json_
from tests.cli.repositories import git
from tests.cli.running import Outcome, drlint

_DAY = "2026-11-26"
_POLICY = "rds-instance-multi-az"
_NEXT_LINE = "  multi_az = false\n}\n"


def _block(name: str, until: str, owner: str = "payments", ticket: str = "", reason: str = "moves to Aurora") -> str:
    said = f' until={until} owner={owner} reason="{reason}"' + (f" ticket={ticket}" if ticket else "")
    return f'# drlint: waive[{_POLICY}]{said}\nresource "aws_db_instance" "{name}" {{\n{_NEXT_LINE}'


_ALL = (
    _block("soon", "2026-12-01", ticket="OPS-1")
    + _block("active", "2027-01-31")
    + _block("over", "2026-11-01", owner="platform")
    + _block("long", "2029-01-01")
    + _block("never", "never")
    + _block("well", "2027-01-31").replace("false", "true")
)


def _register(folder: Path, *flags: str) -> Outcome:
    return drlint("waivers", folder, "--no-cache", "--as-of", _DAY, "--select", _POLICY, "--select", "gate", *flags)


def _entries(folder: Path, *flags: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(_register(folder, "-o", "json", *flags).out)["waivers"]
    return found


def _repository(folder: Path, text: str) -> Path:
    git(folder, "init", "-q")
    _committed(folder, "main.tf", text)
    return folder


def _committed(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    git(folder, "add", name)
    git(folder, "commit", "-q", "-m", "change")


def test_each_has_its_state_and_its_term(tmp_path: Path) -> None:
    found = _entries(_repository(tmp_path, _ALL))
    told = [(each["state"], each["covers"].rpartition(".")[2], each["days_left"], each["set_aside"]) for each in found]
    assert told == [
        ("malformed", "never", None, 0),
        ("expired", "over", -25, 0),
        ("overlong", "long", 767, 0),
        ("expires soon", "soon", 5, 1),
        ("unused", "well", 66, 0),
        ("active", "active", 66, 1),
    ]
    soon = found[3]
    assert (soon["ticket"], soon["owner"], soon["where"]) == ("OPS-1", "payments", ["aws_db_instance.soon"])
    assert found[0]["problem"].startswith("until=never is no day")


def test_what_it_writes_is_what_the_report_has(tmp_path: Path) -> None:
    schema = json.loads((Path(json_.__file__).parent / "report-1.schema.json").read_text(encoding="utf-8"))
    entry = {**schema, "$ref": "#/$defs/waiver_use"}
    del entry["type"], entry["required"], entry["properties"]
    for each in _entries(_repository(tmp_path, _ALL)):
        jsonschema.validate(each, entry)


def test_the_exit_code_is_asked_for(tmp_path: Path) -> None:
    _repository(tmp_path, _ALL)
    assert _register(tmp_path).code == 0
    assert _register(tmp_path, "--check").code == 1
    _committed(
        tmp_path, "main.tf", _block("active", "2027-01-31") + _block("well", "2027-01-31").replace("false", "true")
    )
    assert _register(tmp_path, "--check").code == 0, "an unused waiver does no harm"


def test_it_is_read_by_people(tmp_path: Path) -> None:
    out = _register(_repository(tmp_path, _ALL)).out
    assert out.startswith(
        f"6 waivers on {_DAY}: 1 malformed · 1 expired · 1 overlong · 1 expires soon · 1 unused · 1 active"
    )
    assert f"SOON      {_POLICY} on aws_db_instance.soon · until 2026-12-01, 5 days left" in out
    assert "payments · OPS-1 · never renewed · main.tf:1" in out
    assert "Sets 1 aside: aws_db_instance.soon." in out
    assert "Sets nothing aside of 1 finding." in out


def test_an_empty_register(tmp_path: Path) -> None:
    _repository(tmp_path, 'resource "aws_vpc" "a" {}\n')
    assert _register(tmp_path, "--check").code == 0
    assert _register(tmp_path).out == f"0 waivers on {_DAY}\n"
    assert _register(tmp_path, "-o", "markdown").out.startswith("# Waivers\n")
    assert drlint("waivers", tmp_path / "nothing").code == 2


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_hostile_words_do_no_harm(form: str, tmp_path: Path) -> None:
    bad = "<script>x</script> | `a` ::error::b \x1b[31m ##[command] [x](javascript:1)"
    out = _register(_repository(tmp_path, _block("a", "2027-01-31", reason=bad)), "-o", form).out
    assert "\x1b" not in out
    assert "##[" not in out
    if form == "markdown":
        assert "<script>" not in out
        row = next(line for line in out.splitlines() if line.startswith("| active"))
        assert row.replace("\\|", "").count("|") == 12


def test_renewals_are_counted_in_the_history(tmp_path: Path) -> None:
    _repository(tmp_path, _block("a", "2026-06-30", ticket="OPS-1") + _block("b", "2026-12-20", owner="platform"))
    for until in ("2026-08-31", "2026-10-31", "2026-09-30", "2026-12-20"):  # one of them is earlier
        _committed(
            tmp_path, "main.tf", _block("a", until, ticket="OPS-1") + _block("b", "2026-12-20", owner="platform")
        )
    _committed(tmp_path, "other.tf", 'resource "aws_vpc" "a" {}\n')
    found = {each["covers"]: each["renewals"] for each in _entries(tmp_path)}
    assert found == {"aws_db_instance.a": 3, "aws_db_instance.b": 0}
    assert "renewed 3 times" in _register(tmp_path).out


def test_renewals_of_configuration_are_counted_too(tmp_path: Path) -> None:
    _repository(tmp_path, 'resource "aws_db_instance" "a" {\n' + _NEXT_LINE)
    said = "waivers:\n  - policy: {}\n    owner: payments\n    reason: moves to Aurora\n    until: {}\n"
    for until in ("2026-10-01", "2026-11-01", "2026-12-01"):
        _committed(tmp_path, "drlint.yaml", said.format(_POLICY, until))
    (tmp_path / "drlint.yaml").write_text(said.format(_POLICY, "2026-12-20"))
    (found,) = _entries(tmp_path)
    assert found["renewals"] == 3, "what is not committed yet counts"


def test_without_the_whole_history_renewals_are_unknown(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    _repository(whole, _block("a", "2026-11-30"))
    _committed(whole, "main.tf", _block("a", "2026-12-20"))
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{whole}", str(shallow))
    assert [each["renewals"] for each in _entries(whole)] == [1]
    assert [each["renewals"] for each in _entries(shallow)] == [None]
    assert "renewals unknown" in _register(shallow).out
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "main.tf").write_text(_block("a", "2026-12-20"))
    assert [each["renewals"] for each in _entries(plain)] == [None]


def test_a_repository_that_is_none_is_told_as_unknown(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "main.tf").write_text(_block("a", "2026-12-20"))
    assert [each["renewals"] for each in _entries(tmp_path)] == [None]
