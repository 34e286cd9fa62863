"""Recovery documents are written by strangers: whatever is in them, no report obeys it, and nothing of it is run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cli.running import drlint, written
from reports.rendered import page

from drlint import reports

from .test_hostile_names import COMMAND, HOSTILE, LEAVES, PARSER, leaves

TEXTS = [each for each in HOSTILE if each not in {"\ud800", ""}]
FORMS = ("text", "markdown", "sarif", "json", "gitlab", "junit", "github", "csv")


def documents_with(word: str, number: int) -> dict[str, Any]:
    """A workload, a runbook, a drill and a test plan in which everything that somebody chooses is called so."""
    command = f"aws rds describe-{word} --{word} {word} --region {word}"
    step = {"id": word, "action": word, "commands": [command, f"./{word}.sh", f"curl {word}"], "verification": word}
    mistaken = {**step, "commands": [f"aws {word} x", f"aws s3 cp {word} s3://{word}/ --{word}", f"{word} $({word})"]}
    return {
        "workload": {
            "name": f"{word}{number}",
            "owner": word,
            "tier": word,
            "strategy": word,
            "primary_region": word,
            "members": [{"address": word, "tags": {word or "x": word}}],
            "mtpd": word,
            word or "x": word,
            "third_parties": [{"name": word, "contact": word, "rto": word}],
            "depends_on": [word],
            "runbooks": [word],
            "objectives": {"region": {"rto": "1h", "rpo": word}, word or "x": {"rto": "1h"}},
        },
        "runbook": {
            "name": f"{word}{number}",
            "owner": word,
            "covers": [f"{word}{number}"],
            "last_tested": word,
            "locations": [word, f"s3://{word}/x", f"https://{word}"],
            "contacts": [word],
            "lost_region": word,
            "trained": [{"name": word, "date": word}],
            "steps": [step, mistaken],
            "rollback": [mistaken],
        },
        "drill": {"name": word, "date": word, "type": word, "covers": [word], "rto": word, "issues": [{"title": word}]},
        "test_plan": {"name": word, "frequency": word, "next_test": "2020-01-01", "success_criteria": [word]},
    }


@pytest.fixture(scope="module")
def written_reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each format says of documents of which every word is hostile, standard error among them."""
    here = tmp_path_factory.mktemp("hostile")
    folder = here / "a\n::error::<b>\x1b[2J@team"
    folder.mkdir()
    for number, word in enumerate(TEXTS):
        for kind, said in documents_with(word, number).items():
            written(folder / f"{kind}-{number}.yaml", json.dumps({kind: said}))
    written(folder / "#1 |`@team`.yaml", "runbook:\n  name: &a x\n  covers: *a\n\n::error::cut: [")
    outputs = [word for name in FORMS for word in ("-o", f"{name}={here / name}")]
    ran = drlint("check", folder, *outputs, "--full", "--no-cache", "--group-by", "workload")
    assert ran.code == 1
    assert {each.name for each in here.iterdir()} == {folder.name, *FORMS}
    found = {name: (here / name).read_bytes().decode("utf-8") for name in FORMS}
    found |= {"standard output": ran.out, "standard error": ran.err}
    found["csv"] = found["csv"].replace('"\r\n', '"\n')
    found["github"] = COMMAND.sub("", found["github"])
    return found


def test_no_control_character_and_no_log_command(written_reports: dict[str, str]) -> None:
    for name, said in written_reports.items():
        for line in said.split("\n"):
            assert not [each for each in line if not each.isprintable() and each != "\u200b"], (name, line)
            assert not line.lstrip().startswith("::"), (name, line)
            assert "##[" not in line, (name, line)
            assert "##vso[" not in line, (name, line)


def test_markdown_opens_nothing(written_reports: dict[str, str]) -> None:
    found = page(written_reports["markdown"])
    assert [each for each in found.fences if re.search(r"evil|[<@]|::", each)] == []
    rows = sum(tag == "tr" for tag, _ in found.elements)
    cells = sum(tag in {"td", "th"} for tag, _ in found.elements)
    workloads = re.search(r"## Workloads \((\d+)\)", written_reports["markdown"])
    assert workloads is not None
    told = int(workloads[1]) + 1  # with the head of the table
    assert cells == 6 * 15 + 8 * told + 5 * (rows - 15 - told)


def test_sarif_links_nowhere(written_reports: dict[str, str]) -> None:
    run = json.loads(written_reports["sarif"])["runs"][0]
    assert run["results"]
    for each in run["results"]:
        assert not re.search(r"(?<!\\)\[[^\]]*\]\(", each["message"]["text"])
        if "markdown" in each["message"]:
            assert {leaf.type for leaf in leaves(PARSER.parse(each["message"]["markdown"]))} <= LEAVES
    uris = re.findall(r'"uri": "([^"]*)"', written_reports["sarif"])
    assert [
        uri for uri in uris if re.search(r"[\s<>|`@#]|^/|\.\./|^file:", uri) and not uri.startswith("https://")
    ] == []


def test_json_is_as_its_schema_says_and_tells_of_them_all(written_reports: dict[str, str]) -> None:
    report = json.loads(written_reports["json"])
    (schema,) = Path(reports.__path__[0]).rglob("report-*.schema.json")
    jsonschema.validate(report, json.loads(schema.read_text(encoding="utf-8")))
    files = {each["evidence"][0]["location"]["uri"] for each in report["findings"]}
    assert {f"runbook-{number}.yaml" for number in range(len(TEXTS))} <= {each.rpartition("/")[2] for each in files}
