"""`drlint evidence` writes one archive that says what was looked at, what was found, and of which files."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from drlint.policy.controls.table import FRAMEWORKS

from .running import Outcome, drlint

DAY = ("--as-of", "2026-11-26")
SOURCE = """\
provider "aws" {
  region = "eu-west-1"
  default_tags { tags = { Environment = "production", Owner = "payments" } }
}
variable "ha" { type = bool }
resource "aws_db_instance" "orders" {
  instance_class          = "db.r6g.large"
  multi_az                = true
  backup_retention_period = 35
}
resource "aws_db_instance" "reports" {
  instance_class = "db.r6g.large"
  multi_az       = false
}
resource "aws_db_instance" "sessions" {
  instance_class = "db.r6g.large"
  multi_az       = var.ha
}
resource "aws_db_parameter_group" "plain" {
  family = "postgres16"
}
"""
POLICY = """\
title: A database keeps its backups for long
severity: high
checklist: backups-automated-and-verified
applies_to: [aws_db_instance]
require: resource.backup_retention_period >= parameters.days
message: "{resource} keeps its backups for too few days"
why: w
fix: f
controls:
  nist-800-53: [CP-9, AC-2]
  "../House | rules": ["<b>DR-1</b>"]
parameters: {days: 7}
examples:
  - pass: |
      resource "aws_db_instance" "main" { backup_retention_period = 7 }
"""


class Bundle:
    """An archive, opened."""

    def __init__(self, path: Path) -> None:
        with ZipFile(path) as archive:
            self.stamps = {each.date_time for each in archive.infolist()}
            self.members = {name: archive.read(name) for name in archive.namelist()}

    def json(self, name: str) -> Any:
        return json.loads(self.members[name])

    def text(self, name: str) -> str:
        return self.members[name].decode("utf-8")

    def rows(self, name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.text(name), newline="")))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "infra"
    folder.mkdir()
    (folder / "main.tf").write_text(SOURCE, encoding="utf-8")
    return folder


def bundled(root: Path, *arguments: str | Path) -> tuple[Outcome, Bundle]:
    path = root.parent / "evidence.zip"
    ran = drlint("evidence", root, "-o", path, *DAY, *arguments)
    assert path.is_file(), ran.err
    return ran, Bundle(path)


def test_every_verdict_is_there_and_passes_have_evidence(root: Path) -> None:
    ran, bundle = bundled(root, "--select", "rds-instance-multi-az")
    assert (ran.code, ran.err) == (0, "")
    assert "3 verdicts" in ran.out
    found = {row["address"]: row for row in bundle.json("verdicts.json")}
    assert {address: row["verdict"] for address, row in found.items()} == {
        "aws_db_instance.orders": "pass",
        "aws_db_instance.reports": "fail",
        "aws_db_instance.sessions": "unknown",
    }
    said = {address: (row["evidence"][0]["says"], row["evidence"][0]["line"]) for address, row in found.items()}
    assert said["aws_db_instance.orders"] == ("aws_db_instance.orders.multi_az is true", 8)
    assert said["aws_db_instance.reports"] == ("aws_db_instance.reports.multi_az is false", 13)
    assert {row["severity"] for row in found.values()} == {"high"}
    assert all("environment production" in row["severity_because"] for row in found.values())
    assert {row["owner"] for row in found.values()} == {"payments"}
    assert [row["address"] for row in bundle.json("unknowns.json")] == ["aws_db_instance.sessions"]


def test_csv_and_json_say_the_same(root: Path) -> None:
    _, bundle = bundled(root)
    for name in [each.removesuffix(".csv") for each in bundle.members if each.endswith(".csv")]:
        rows, objects = bundle.rows(f"{name}.csv"), bundle.json(f"{name}.json")
        assert len(rows) == len(objects)
        for row, each in zip(rows, objects, strict=True):
            assert list(row) == list(each)
            texts = {key: value for key, value in each.items() if isinstance(value, str)}
            assert {key: row[key] for key in texts} == texts


def test_the_population_is_every_resource(root: Path) -> None:
    _, bundle = bundled(root, "--select", "rds-instance-*")
    found = {row["address"]: row for row in bundle.json("population.json")}
    assert {each for each in found if each.startswith("aws_")} == {
        "aws_db_instance.orders",
        "aws_db_instance.reports",
        "aws_db_instance.sessions",
    }
    orders = found["aws_db_instance.orders"]
    assert orders == {
        "root": "infra",
        "address": "aws_db_instance.orders",
        "kind": "aws_db_instance",
        "region": "eu-west-1",
        "account": "",
        "owner": "payments",
        "owner_because": "tag Owner",
        "environment": "production",
        "workload": "",
        "tier": "",
        "file": "infra/main.tf",
        "line": 6,
        "verdicts": 4,
    }
    assert found["provider.aws"]["verdicts"] == 0
    assert bundle.json("bundle.json")["counts"]["uncatalogued"] == 1


def test_owners_are_those_of_the_file_where_no_tag_names_one(root: Path) -> None:
    (root / "main.tf").write_text(SOURCE.replace(', Owner = "payments"', ""), encoding="utf-8")
    (root.parent / "CODEOWNERS").write_text("/infra/ @shop/payments\n", encoding="utf-8")
    _, bundle = bundled(root, "--select", "rds-instance-multi-az")
    for name in ("population.json", "verdicts.json"):
        rows = [row for row in bundle.json(name) if row["kind"] == "aws_db_instance"]
        assert {(row["owner"], row["owner_because"]) for row in rows} == {
            ("@shop/payments", "CODEOWNERS of infra/main.tf")
        }
    files = {each["path"]: each["role"] for each in bundle.json("inputs.json")["files"]}
    assert files["CODEOWNERS"] == "owners"


def test_the_manifest_has_the_digest_of_every_member(root: Path) -> None:
    _, bundle = bundled(root)
    manifest = bundle.json("manifest.json")
    told = {each["name"]: each["sha256"] for each in manifest["members"]}
    assert told == {
        name: hashlib.sha256(data).hexdigest() for name, data in bundle.members.items() if name != "manifest.json"
    }
    assert list(bundle.members) == [*sorted(told), "manifest.json"]
    assert bundle.stamps == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_question_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    for name, period in (("a", ()), ("b", ()), ("c", ("--from", "2026-10-01"))):
        assert drlint("evidence", root, "-o", tmp_path / name, *DAY, *period).code == 0
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").read_bytes() != (tmp_path / "c").read_bytes()
    assert Bundle(tmp_path / "c").json("bundle.json")["period"] == {"from": "2026-10-01", "to": "2026-11-26"}


def test_a_day_that_was_named_is_told_from_the_day_it_was_made(root: Path, tmp_path: Path) -> None:
    _, named = bundled(root)
    assert "held against the day above: it was named with --as-of." in named.text("README.md")
    assert drlint("evidence", root, "-o", tmp_path / "e.zip").code == 0
    made = Bundle(tmp_path / "e.zip")
    assert "held against the day above: the day on which the bundle was made." in made.text("README.md")
    assert "as_of" not in made.json("bundle.json")["asked"]
    assert made.json("bundle.json")["as_of"] == datetime.now(UTC).date().isoformat()


def test_every_file_that_was_read_has_its_digest(root: Path) -> None:
    policies = root.parent / "own"
    (policies / "backups").mkdir(parents=True)
    (policies / "backups" / "kept-for-long.yaml").write_text(POLICY, encoding="utf-8")
    settings = root.parent / "drlint.yaml"
    settings.write_text("policies: [own]\nparameters: {kept-for-long: {days: 30}}\n", encoding="utf-8")
    (root / "terraform.tfvars").write_text("ha = true\n", encoding="utf-8")
    _, bundle = bundled(root)
    files = {each["path"]: each for each in bundle.json("inputs.json")["files"]}
    assert {path: each["role"] for path, each in files.items()} == {
        "drlint.yaml": "configuration",
        "infra/main.tf": "source",
        "infra/terraform.tfvars": "values",
        "own/backups/kept-for-long.yaml": "policy",
    }
    for path, each in files.items():
        data = (root.parent / path).read_bytes()
        assert (each["bytes"], each["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    own = next(each for each in bundle.json("policies.json") if each["id"] == "kept-for-long")
    assert own["sha256"] == files["own/backups/kept-for-long.yaml"]["sha256"]
    assert own["in_force"] == [{"configuration": "drlint.yaml", "parameters": {"days": 30}}]
    assert own["resources_by_verdict"]["pass"] == 1
    assert all(re.fullmatch(r"[0-9a-f]{64}", each["sha256"]) for each in bundle.json("policies.json"))


def test_what_the_baseline_sets_aside_is_told_apart(root: Path) -> None:
    known = root.parent / "known.json"
    multi_az = ("--select", "rds-instance-multi-az")
    reports = SOURCE.replace("multi_az       = var.ha", "multi_az       = false")
    (root / "main.tf").write_text(reports, encoding="utf-8")
    assert drlint("baseline", "create", root, "--baseline", known, *multi_az).code == 0
    (root / "main.tf").write_text(SOURCE.replace("var.ha", "true"), encoding="utf-8")
    ran, bundle = bundled(root, "--baseline", known, *multi_az)
    assert ran.code == 0
    assert [row["address"] for row in bundle.json("baseline.json")] == ["aws_db_instance.reports"]
    rest = bundle.json("baseline-rest.json")
    assert [(row["address"], row["became"]) for row in rest] == [("aws_db_instance.sessions", "fixed")]
    aside = [row for row in bundle.json("verdicts.json") if row["set_aside"] == "baseline"]
    assert [(row["address"], row["verdict"]) for row in aside] == [("aws_db_instance.reports", "fail")]
    assert "1 in the baseline" in bundle.text("controls/soc-2.md")
    files = {each["path"]: each["role"] for each in bundle.json("inputs.json")["files"]}
    assert files["known.json"] == "baseline"


WAIVED = (
    '# drlint: waive[rds-instance-multi-az] until=2026-12-24 owner=payments ticket=OPS-7 reason="moves in December"'
)


def test_what_somebody_accepts_is_told_with_who_and_until_when(root: Path) -> None:
    source = SOURCE.replace('resource "aws_db_instance" "reports"', f'{WAIVED}\nresource "aws_db_instance" "reports"')
    (root / "main.tf").write_text(source, encoding="utf-8")
    _, bundle = bundled(root, "--select", "rds-instance-multi-az")
    (row,) = bundle.json("waived.json")
    assert (row["address"], row["verdict"], row["severity"]) == ("aws_db_instance.reports", "fail", "high")
    assert (row["waived_by"], row["until"], row["ticket"]) == ("payments", "2026-12-24", "OPS-7")
    assert (row["reason"], row["file"], row["line"]) == ("moves in December", "infra/main.tf", 11)
    assert [row["set_aside"] for row in bundle.json("verdicts.json")] == ["", "waiver", ""]
    (waiver,) = bundle.json("waivers.json")
    assert (waiver["state"], waiver["policy"], waiver["used"]) == ("expires soon", "rds-instance-multi-az", 1)
    assert "1 pass and support it, 0 fail and speak against it, 1 unknown, 1 waived" in bundle.text("controls/dora.md")
    _, bundle = bundled(root, "--select", "rds-instance-multi-az", "--no-waivers")
    assert bundle.json("waived.json") == []


def test_what_another_root_is_said_to_answer_for_is_told_apart(root: Path) -> None:
    (root.parent / "drlint.yaml").write_text(
        """\
elsewhere:
  - {policy: rds-cross-region-copy-exists, addresses: ["*.orders"], where: infra/backup, owner: platform}
""",
        encoding="utf-8",
    )
    _, bundle = bundled(root, "--select", "rds-cross-region-copy-exists", "--world", "closed")
    aside = [row for row in bundle.json("verdicts.json") if row["set_aside"] == "elsewhere"]
    assert [(row["address"], row["verdict"]) for row in aside] == [("aws_db_instance.orders", "fail")]
    assert [each["set_aside"] for each in bundle.json("elsewhere.json")] == [1]
    assert "1 set aside: another root is said to answer." in bundle.text("controls/dora.md")


def test_each_control_has_what_supports_it_and_what_is_not_covered(root: Path) -> None:
    _, bundle = bundled(root, "--select", "rds-instance-multi-az", "--select", "aurora-global-deletion-protection")
    page = bundle.text("controls/nist-800-53.md")
    part = page[page.index("## CP-10:") : page.index("## SC-36:")]
    assert "Looked at: 3 verdicts of 1 policy. 1 pass and support it, 1 fail and speak against it, 1 unknown" in part
    assert "| `rds-instance-multi-az` | stable | 1 | 1 | 1 | 0 | 0 |" in part
    control = FRAMEWORKS["nist-800-53"].control("CP-10")
    assert control is not None
    assert f"- What they do not cover: {control.beyond}." in part
    silent = page[page.index("## CM-3:") : page.index("## CP-6(2):")]
    assert "Nothing was looked at, so nothing here supports it." in silent
    assert "Had nothing to judge: `aurora-global-deletion-protection`." in silent
    assert "- `CP-9` " in page[page.index("## Not looked at") :]
    assert {f"controls/{key}.md" for key in FRAMEWORKS} <= set(bundle.members)


def test_nothing_claims_that_a_framework_is_kept(root: Path) -> None:
    _, bundle = bundled(root)
    for name in ("README.md", *(each for each in bundle.members if each.startswith("controls/"))):
        assert not re.search(r"complian|complies|certifi|guarantee", bundle.text(name), re.IGNORECASE), name


def test_frameworks_of_ones_own_have_a_page(root: Path) -> None:
    (root.parent / "own").mkdir()
    (root.parent / "own" / "kept-for-long.yaml").write_text(POLICY, encoding="utf-8")
    _, bundle = bundled(root, "--policies", root.parent / "own")
    page = bundle.text("controls/house-rules.md")
    assert page.startswith("# ../House &#124; rules\n")
    assert "## &lt;b&gt;DR-1&lt;/b&gt;\n" in page
    assert "drlint does not describe this control" in page
    assert "## AC-2\n" in bundle.text("controls/nist-800-53.md")
    assert [each for each in bundle.members if each.startswith(("/", ".")) or ".." in each] == []


def test_no_cell_is_a_formula(root: Path) -> None:
    source = SOURCE.replace('"payments"', '"=HYPERLINK(0)"').replace('"production"', '"+prod"')
    (root / "main.tf").write_text(source, encoding="utf-8")
    _, bundle = bundled(root)
    assert {row["owner"] for row in bundle.json("population.json") if row["owner"]} == {"=HYPERLINK(0)"}
    for name in [each for each in bundle.members if each.endswith(".csv")]:
        for row in bundle.rows(name):
            assert [cell for cell in row.values() if cell.startswith(tuple("=+-@\t\r"))] == []


def test_of_variables_only_names_are_told(root: Path) -> None:
    values = root.parent / "prod.tfvars"
    values.write_text("ha = true\n", encoding="utf-8")
    _, bundle = bundled(root, "--var", "ha=SECRET-1", "--var-file", values)
    asked = {"paths": ["infra"], "as_of": "2026-11-26", "variables": ["ha", "prod.tfvars"]}
    assert bundle.json("bundle.json")["asked"] == asked
    assert [name for name, data in bundle.members.items() if b"SECRET-1" in data] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "2026-11-27"), "--from 2026-11-27 is after --to 2026-11-26"),
        (("--to", "2026-11-27"), "--to 2026-11-27 is after 2026-11-26, the day that the bundle is of"),
        (("--select", "no-such-policy"), "no policy is called 'no-such-policy'"),
        (("--from", "never"), "'never' does not match the format"),
    ],
)
def test_a_wrong_question_is_refused(root: Path, arguments: tuple[str, ...], said: str) -> None:
    ran = drlint("evidence", root, "-o", root.parent / "e.zip", *DAY, *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert not (root.parent / "e.zip").exists()


def test_a_pipe_is_refused(root: Path) -> None:
    ran = drlint("evidence", "-", "-o", root.parent / "e.zip", stdin=b"{}")
    assert (ran.code, ran.complaints[0]) == (
        2,
        "drlint: evidence names each file and its digest, and a pipe has neither: save the plan to a file",
    )


def test_where_nothing_can_be_written_nothing_is_left(root: Path) -> None:
    ran = drlint("evidence", root, "-o", root / "main.tf" / "e.zip", *DAY)
    assert ran.code == 2
    assert "the bundle cannot be written" in ran.err
    assert [each.name for each in root.iterdir()] == ["main.tf"]


def test_nothing_to_read_is_three_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    ran = drlint("evidence", tmp_path / "other.json", "-o", tmp_path / "e.zip")
    assert ran.code == 3
    assert not (tmp_path / "e.zip").exists()


def test_what_could_not_be_read_is_in_the_bundle(root: Path) -> None:
    (root / "broken.tf").write_text('resource "aws_db_instance" {{{\n', encoding="utf-8")
    ran, bundle = bundled(root)
    assert ran.code == 4
    assert [row["file"] for row in bundle.json("blind-spots.json")] == ["infra/broken.tf"]
    assert bundle.json("inputs.json")["inputs"][0]["status"] == "partial"
    assert bundled(root, "--incomplete", "warn")[0].code == 0


PYTHON = """\
from pathlib import Path
from drlint.policy import Case, Policy

policy = Policy(
    title="Spoils what it judges", severity="low", checklist="change-management", applies_to=("aws_db_instance",),
    why="To see whether it is noticed.", fix="Nothing to fix.",
)

@policy.check
def check(case: Case) -> None:
    WHAT
"""


def test_a_file_that_changes_meanwhile_is_an_error(root: Path) -> None:
    main = root / "main.tf"
    own = root.parent / "spoils.py"
    own.write_text(PYTHON.replace("WHAT", f"Path({str(main)!r}).write_text('# gone')"), encoding="utf-8")
    ran = drlint(*("evidence", root, "-o", root.parent / "e.zip", *DAY, "--policies", own, "--allow-python-policies"))
    assert ran.code == 2
    assert "it was changed while it was judged; run again" in ran.err


def test_a_policy_that_breaks_is_in_the_bundle(root: Path) -> None:
    own = root.parent / "breaks.py"
    own.write_text(PYTHON.replace("WHAT", "raise ValueError('no idea')"), encoding="utf-8")
    ran, bundle = bundled(root, "--policies", own, "--allow-python-policies")
    assert ran.code == 5
    assert {(row["policy"], row["error"]) for row in bundle.json("policy-failures.json")} == {
        ("breaks", "ValueError: no idea")
    }
    assert "3 verdicts missing because a policy broke" in bundle.text("README.md")
