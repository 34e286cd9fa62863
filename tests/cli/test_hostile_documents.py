"""What a stranger writes in a document reaches no terminal, no page and no runner as a command of theirs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .running import drlint, drlint_child

EVIL = "\\e[2J\\e]8;;http://x\\a::error::evil\\n::add-mask::evil\\r##vso[task.x]\\u202e<script>alert(1)</script>|`[x](http://x)@team"
DOCUMENTS = {
    "move.yaml": f"""\
runbook:
  name: "{EVIL}"
  owner: "{EVIL}"
  last_tested: 2020-01-01
  covers: ["{EVIL}"]
steps:
  - id: "{EVIL}"
    action: "Promote {EVIL}"
    commands:
      - "aws rds {EVIL} --x"
      - "aws rds failover-global-cluster '--{EVIL}'"
      - "./{EVIL}.sh; curl https://{EVIL}/x"
      - |
        aws rds promote-read-replica --password SENTINEL --db-instance-identifier "x
        $(touch /tmp/pwned) `touch /tmp/pwned`
""",
    "shop.yaml": f"""\
workload:
  name: "{EVIL}"
  tier: 1
  objectives: {{region: {{rto: 4h, rpo: 5m}}}}
  mtpd: 1h
  depends_on: ["{EVIL}"]
  runbooks: ["{EVIL}"]
  third_parties: ["{EVIL}"]
""",
    "drill.yaml": f'drill:\n  name: "{EVIL}"\n  date: 2020-01-01\n  type: "{EVIL}"\n  covers: ["{EVIL}"]\n  rto: 9h\n',
    "tests.yaml": f'test_plan:\n  name: "{EVIL}"\n  next_test: 2020-01-01\n  success_criteria: ["RTO: < 9h {EVIL}"]\n',
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for name, text in DOCUMENTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("format", ["text", "markdown", "github", "gitlab", "csv", "json", "sarif", "junit"])
def test_reports_hold_no_command(format: str) -> None:  # noqa: A002 - the word for it
    ran = drlint("check", ".", "--no-cache", "-o", format, "--full")
    said = ran.out + ran.err
    assert "mistake in drlint" not in said
    assert ran.code in {1, 4}
    assert "SENTINEL" not in said
    if format not in {"json", "sarif", "gitlab"}:
        for character in "\x1b\x07\u202e\r":
            assert character not in said.replace("\r\n", "\n")
    lines = said.split("\n")
    assert not [each for each in lines if each.startswith(("::error::evil", "::add-mask::", "##vso"))]
    if format == "markdown":  # what stands between two backticks is shown as it is
        assert "<script>alert" not in re.sub(r"`[^`\n]*`", "", said)


def test_nothing_is_run_and_little_is_spent() -> None:
    assert drlint_child("check", ".", "--no-cache").code in {1, 4}
    assert not Path("/tmp/pwned").exists()  # noqa: S108 - nobody makes it
