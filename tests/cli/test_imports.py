"""`drlint check --import`: what another tool found about recovery, beside what drlint found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from drlint.catalog.registry import load
from drlint.cli.policy_sets import builtin_policies
from drlint.policy.definition import CHECKLIST
from drlint.readers.foreign.rules import rules
from tests.cli.running import drlint, drlint_child

CANARY = "CANARY-hunter2"
SOURCE = """\
resource "aws_db_instance" "orders" {
  multi_az            = false
  deletion_protection = true
}
resource "aws_ebs_volume" "scratch" {
  availability_zone = "eu-west-1a"
}
resource "aws_opensearch_domain" "search" {
  domain_name = "search"
}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "main.tf").write_text(SOURCE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def record(rule: str, resource: str, line: int = 1, path: str = "/infra/main.tf", **more: Any) -> dict[str, Any]:
    """A check as checkov reports it, with what must never be read."""
    return {
        "check_id": rule,
        "check_name": f"Ensure {CANARY}",
        "check_result": {"result": "FAILED", "entity": {"aws_db_instance": {"orders": {"password": [CANARY]}}}},
        "code_block": [[1, f'password = "{CANARY}"\n']],
        "file_path": "/main.tf",
        "file_abs_path": f"/builds/repo{path}",
        "repo_file_path": path,
        "file_line_range": [line, line + 3],
        "resource": resource,
        "evaluations": {"password": {"value": CANARY}},
        "guideline": f"https://example.com/{CANARY}",
        **more,
    }


def checkov(failed: list[Any], skipped: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    results = {"failed_checks": failed, "skipped_checks": skipped or [], "passed_checks": [], "parsing_errors": []}
    return {"check_type": "terraform", "results": {**results, **more}, "summary": {"checkov_version": "3.3.30"}}


def result(rule: str, line: int, path: str = "infra/main.tf", **more: Any) -> dict[str, Any]:
    physical = {
        "artifactLocation": {"uri": path},
        "region": {"startLine": line, "snippet": {"text": f'password = "{CANARY}"'}},
    }
    message = {"text": f"password {CANARY} is bad"}
    return {"ruleId": rule, "message": message, "locations": [{"physicalLocation": physical}], **more}


def sarif(results: list[Any], name: str = "Trivy") -> dict[str, Any]:
    rule = {"id": "AVD-AWS-0026", "fullDescription": {"text": CANARY}}
    run = {"tool": {"driver": {"name": name, "rules": [rule]}}, "results": results}
    return {"version": "2.1.0", "runs": [run]}


def judged(folder: Path, kind: str, document: Any, *flags: str) -> dict[str, Any]:
    (folder / "theirs.json").write_text(document if isinstance(document, str) else json.dumps(document))
    ran = drlint("check", "infra", "--import", f"{kind}=theirs.json", "-o", "json=-", *flags)
    assert ran.code in {0, 1}, ran.err
    return ran.report


def foreign(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in report["findings"] if each.get("origin")]


def test_what_drlint_found_as_well_is_not_told_twice(folder: Path) -> None:
    report = judged(folder, "checkov", checkov([record("CKV_AWS_157", "aws_db_instance.orders")]))
    assert foreign(report) == []
    assert [each["policy"] for each in report["findings"]].count("rds-instance-multi-az") == 1
    assert "theirs.json (checkov): none shown, 1 found by drlint as well and not repeated" in report["notes"]


def test_what_drlint_passes_or_cannot_tell_is_shown_and_says_so(folder: Path) -> None:
    failed = [record("CKV_AWS_293", "aws_db_instance.orders"), record("CKV_AWS_3", "aws_ebs_volume.scratch", 5)]
    report = judged(folder, "checkov", checkov(failed))
    said = {each["policy"]: each for each in foreign(report)}
    assert said["CKV_AWS_293"]["message"] == (
        "aws_db_instance.orders can be deleted by one call, says checkov (CKV_AWS_293); "
        "drlint's rds-instance-deletion-protection passes it"
    )
    assert said["CKV_AWS_3"]["message"].endswith("; drlint's ebs-volume-encrypted cannot tell")
    assert said["CKV_AWS_293"]["evidence"][0]["location"] == {"uri": "infra/main.tf", "line": 1}
    assert {each["origin"] for each in said.values()} == {"checkov"}
    assert "theirs.json (checkov): 2 shown (1 that drlint passes, 1 that drlint cannot tell)" in report["notes"]


def test_a_kind_that_drlint_does_not_know_is_shown_with_the_address_told(folder: Path) -> None:
    report = judged(folder, "checkov", checkov([record("CKV_AWS_318", "aws_opensearch_domain.search", 8)]))
    (found,) = foreign(report)
    assert (found["root"], found["resource"]) == ("infra", "aws_opensearch_domain.search")
    assert found["kind"] == "aws_opensearch_domain"
    assert found["evidence"][0]["location"] == {"uri": "infra/main.tf", "line": 8}
    (rule,) = [each for each in report["policies"] if each.get("origin")]
    assert (rule["id"], rule["checklist"]) == ("CKV_AWS_318", "strategy-matches-objectives")


def test_other_rules_suppressed_ones_and_unparsed_files_are_counted(folder: Path) -> None:
    document = checkov(
        [record("CKV_AWS_24", "aws_security_group.x"), record("CKV_AWS_23", "aws_security_group.x")],
        [record("CKV_AWS_157", "aws_db_instance.orders"), record("CKV_AWS_24", "aws_security_group.y")],
        parsing_errors=["/infra/broken.tf"],
    )
    report = judged(folder, "checkov", document)
    assert foreign(report) == []
    note = (
        "theirs.json (checkov): none shown, 2 of other rules, not about recovery, 1 suppressed there, "
        "1 file it could not parse"
    )
    assert note in report["notes"]


def test_a_list_of_reports_and_one_without_any_result(folder: Path) -> None:
    nothing = {"passed": 0, "failed": 0, "checkov_version": "3.3.30"}
    document = [checkov([record("CKV_AWS_293", "aws_db_instance.orders")]), nothing, checkov([])]
    assert len(foreign(judged(folder, "checkov", document))) == 1
    assert foreign(judged(folder, "checkov", nothing)) == []


def test_the_same_twice_is_one(folder: Path) -> None:
    twice = [record("CKV_AWS_293", "aws_db_instance.orders"), record("CKV_AWS_293", "aws_db_instance.orders", 2)]
    report = judged(folder, "checkov", checkov(twice))
    assert len(foreign(report)) == 1
    assert "1 told before" in report["notes"][-1]


def test_sarif_is_joined_by_file_and_line(folder: Path) -> None:
    results = [
        result("AVD-AWS-0177", 3),  # a line of the instance, which is protected
        result("AWS-0026", 6, path="main.tf"),  # as seen from the folder that was scanned
        result("CKV_AWS_157", 1),  # drlint has it
        result("aws-ec2-enable-volume-encryption", 5, suppressions=[{"kind": "inSource"}]),
        result("AVD-AWS-0080", 1, suppressions=[{"kind": "external", "status": "rejected"}]),
        result("AVD-AWS-0107", 1),
        result("AVD-AWS-0090", 1, kind="pass"),
        {"ruleIndex": 0, "locations": [], "message": {"text": ""}},
    ]
    report = judged(folder, "sarif", sarif(results))
    found = {(each["policy"], each["resource"]) for each in foreign(report)}
    assert ("AWS-0177", "aws_db_instance.orders") in found
    assert ("AWS-0026", "aws_ebs_volume.scratch") in found
    assert ("AWS-0026", "something") in found
    assert len(found) == 3
    note = report["notes"][-1]
    assert note.startswith("theirs.json (trivy): 3 shown (1 that drlint passes, 1 that drlint cannot tell)")
    assert "2 found by drlint as well" in note
    assert "1 of other rules" in note
    assert "1 suppressed there" in note


def test_it_never_gates(folder: Path) -> None:
    (folder / "infra" / "main.tf").write_text('resource "aws_opensearch_domain" "search" {}\n')
    (folder / "theirs.json").write_text(json.dumps(checkov([record("CKV_AWS_318", "aws_opensearch_domain.search")])))
    ran = drlint("check", "infra", "--import", "checkov=theirs.json", "--ignore", "terraform-state-survives-region")
    assert ran.code == 0
    assert "1 finding of checkov, which never fails a run." in ran.out
    assert "from checkov" in ran.out


@pytest.mark.parametrize("form", ["text", "markdown", "sarif", "json", "github", "gitlab", "junit", "csv"])
def test_no_code_no_value_and_no_message_of_theirs_is_read(folder: Path, form: str) -> None:
    failed = [record("CKV_AWS_293", "aws_db_instance.orders"), record("CKV_AWS_318", "aws_opensearch_domain.search", 8)]
    (folder / "a.json").write_text(json.dumps(checkov(failed, [record("CKV_AWS_157", "aws_db_instance.orders")])))
    (folder / "b.json").write_text(json.dumps(sarif([result("AVD-AWS-0177", 3), result("AWS-0026", 99)])))
    ran = drlint("check", "infra", "--import", "checkov=a.json", "--import", "sarif=b.json", "-o", form, "--full")
    assert ran.code == 1
    assert "CKV_AWS_293" in ran.out or form == "github"
    assert CANARY not in ran.out + ran.err
    kept = b"".join(path.read_bytes() for path in (folder / "cache").rglob("*") if path.is_file())
    assert kept
    assert CANARY.encode() not in kept


def test_hostile_names_stay_names(folder: Path) -> None:
    evil = "aws_db_instance.x\n::error::pwned\x1b[31m"
    failed = [
        record("CKV_AWS_293", evil, path="/../../etc/passwd", file_abs_path="/etc/passwd", file_path="/etc/passwd"),
        record("CKV_AWS_16", "=cmd|calc", path="javascript://x", file_abs_path="\u202e", file_path="x" * 5000),
        record("CKV_AWS_157", "a" * 100_000, path="/elsewhere.tf"),
    ]
    report = judged(folder, "checkov", checkov(failed))
    found = foreign(report)
    assert len(found) == 3
    assert all("\n" not in each["resource"] and len(each["resource"]) < 2000 for each in found)
    assert not any(".." in each["evidence"][0]["location"]["uri"] for each in found)
    said = drlint("check", "infra", "--import", "checkov=theirs.json", "-o", "markdown").out
    assert "::error" not in said
    assert "\x1b" not in said


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("checkov", '{"results": {"failed_checks": [{"check_id": "CKV_AWS_1', "it is no JSON, or was cut off"),
        ("checkov", "", "it is no JSON, or was cut off"),
        ("checkov", "{}", "it is no report of checkov (-o json): it has no results"),
        ("checkov", "[]", "it is no report of checkov (-o json): it has no results"),
        ("checkov", '{"format_version": "1.2"}', "it is no report of checkov (-o json): it has no results"),
        ("checkov", "3", "it is no report of checkov (-o json): something is missing or of another type"),
        ("checkov", '{"results": {"failed_checks": [{"check_id": 7}]}}', "another type at $.results.failed_checks"),
        ("checkov", '{"results": {"failed_checks": {"a": 1}}}', "another type at $.results.failed_checks"),
        ("checkov", "[" * 100_000, "it is"),
        ("checkov", '{"x": ' * 100_000, "it is"),
        ("sarif", '{"version": "2.1.0"}', "it is no SARIF 2.1.0: something is missing"),
        ("sarif", '{"version": "2.0.0", "runs": []}', "it is no SARIF 2.1.0: it says another version"),
        ("sarif", '{"version": "2.1.0", "runs": 1}', "another type at $.runs"),
        ("sarif", '{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": 1}}}]}', "another type at $.runs"),
        ("sarif", "\ud800".encode("utf-16", "surrogatepass").hex(), "it is no JSON"),
    ],
)
def test_what_cannot_be_read_is_a_blind_spot(folder: Path, kind: str, text: str, reason: str) -> None:
    (folder / "theirs.json").write_text(text)
    ran = drlint_child("check", "infra", "--import", f"{kind}=theirs.json", "--exit-zero", "-o", "json=-")
    assert ran.code == 4
    (complaint,) = ran.complaints
    assert complaint.startswith("drlint: theirs.json: it is ")
    assert reason in complaint
    (spot,) = ran.report["blind_spots"]
    assert spot["location"]["uri"] == "theirs.json"
    muted = drlint("check", "infra", "--import", f"{kind}=theirs.json", "--exit-zero", "--incomplete", "warn")
    assert muted.code == 0


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("checkov=gone.json", "--import checkov=gone.json: there is no such file"),
        ("checkov=infra", "--import checkov=infra: it is a folder; name the file that the tool wrote"),
        ("chekov=theirs.json", "say it as sarif=FILE or checkov=FILE; did you mean 'checkov'?"),
        ("theirs.json", "--import theirs.json: say it as sarif=FILE or checkov=FILE"),
        ("sarif", "--import sarif: which file? say sarif=FILE"),
        ("sarif=", "--import sarif: which file? say sarif=FILE"),
        ("sarif=a\0b", "there is no such file"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_is_no_import_is_wrong_usage(word: str, said: str) -> None:
    ran = drlint("check", "infra", "--import", word)
    assert ran.code == 2
    assert len(ran.complaints) == 1
    assert said in ran.complaints[0]


def test_a_recalled_report_is_of_the_same_import(folder: Path) -> None:
    for rule, count in (("CKV_AWS_293", 1), ("CKV_AWS_293", 1), ("CKV_AWS_24", 0)):
        report = judged(folder, "checkov", checkov([record(rule, "aws_db_instance.orders")]))
        assert len(foreign(report)) == count


def test_the_owner_is_who_drlint_says(folder: Path) -> None:
    (folder / "CODEOWNERS").write_text("infra/ @payments\n")
    (found,) = foreign(judged(folder, "checkov", checkov([record("CKV_AWS_293", "aws_db_instance.orders")])))
    assert found["owner"] == "@payments"


def test_two_roots_with_the_same_address_are_told_apart(folder: Path) -> None:
    (folder / "other").mkdir()
    (folder / "other" / "main.tf").write_text(SOURCE)
    failed = [record("CKV_AWS_293", "aws_db_instance.orders", path="/other/main.tf")]
    (folder / "theirs.json").write_text(json.dumps(checkov(failed)))
    both = drlint("check", ".", "--import", "checkov=theirs.json", "-o", "json=-").report
    assert [(each["root"], each["resource"]) for each in foreign(both)] == [("other", "aws_db_instance.orders")]
    one = drlint("check", "infra", "--import", "checkov=theirs.json", "-o", "json=-").report
    (found,) = foreign(one)
    assert found["root"] == ""
    assert "passes it" not in found["message"]
    assert found["evidence"][0]["location"]["uri"] == "other/main.tf"


def test_every_rule_is_of_the_checklist_and_fits_its_policies() -> None:
    policies = {each.metadata.id: each.metadata for each in builtin_policies(load())}
    assert len({each.id for each in rules().values()}) > 90
    for rule in rules().values():
        assert rule.checklist in CHECKLIST
        for policy in rule.policies:
            assert policies[policy].checklist == rule.checklist, rule.id
        if rule.policies:
            assert rule.severity == str(policies[rule.policies[0]].severity), rule.id
