"""One block with many instances is one finding to a person: in every format, and with an identity that lasts."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drlint.engine.report import Report
from drlint.model.finding import Finding, Verdict
from drlint.reports import formats, markdown, sarif, text
from drlint.reports.grouping import block_of, grouped, without_keys
from drlint.reports.options import Options

from . import samples
from .judged import DATABASES, MULTI_AZ, RETENTION, URI, judged
from .test_linehash import rolled
from .test_sarif import notifications, run

ESTATE = Path(__file__).parents[2] / "fixtures" / "estates" / "no-backups"


def written(name: str, report: Report, **options: Any) -> str:
    out = io.StringIO()
    formats.named(name).write(report, out, Options(**{"width": 100} | options))
    return out.getvalue()


def of_tenants(report: Report, policy: str = RETENTION) -> dict[str, Any]:
    results: list[dict[str, Any]] = run(report)["results"]
    (result,) = [each for each in results if each["ruleId"] == policy and "tenant" in each["message"]["text"]]
    return result


def test_instances_are_one_result_at_the_line_they_share() -> None:
    report = judged(DATABASES, MULTI_AZ)
    assert len(report.findings) == 16
    tenants, numbered = of_tenants(report, MULTI_AZ), run(report)["results"][0]
    assert "And 3 more instances of this block: " in tenants["message"]["text"]
    names = [each["fullyQualifiedName"] for each in numbered["locations"][0]["logicalLocations"]]
    assert sorted(names) == sorted(f"aws_db_instance.numbered[{index}]" for index in range(12))
    assert "And 11 more instances of this block: " in numbered["message"]["text"]
    assert numbered["message"]["text"].count("aws_db_instance.numbered") == 6
    place = tenants["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == URI
    assert place["region"] == {"startLine": 7, "startColumn": 3, "endLine": 7}
    header = numbered["locations"][0]["physicalLocation"]
    assert header["region"] == {"startLine": 14, "startColumn": 1, "endLine": 14}
    assert header["contextRegion"] == {"startLine": 14, "endLine": 17}


def test_a_result_is_as_bad_as_its_worst_instance_and_says_who_differs_how() -> None:
    result = of_tenants(judged(DATABASES, RETENTION))
    assert result["level"] == "error"
    assert result["properties"]["severity"] == "high"
    assert result["properties"]["owner"] == "payments"
    assert result["properties"]["instanceCount"] == 3
    green, grey, blue = result["properties"]["instances"]
    assert set(green) == {"address", "fingerprint"}
    assert grey["owner"] == "edge"
    assert "keeps 0 days" in grey["message"]
    assert blue["severity"] == "medium"
    assert "environment dev" in blue["because"]
    assert 'aws_db_instance.tenant["blue"] (medium)' in result["message"]["text"]


def test_words_that_differ_in_the_instance_key_alone_are_not_told_again() -> None:
    for each in of_tenants(judged(DATABASES, MULTI_AZ), MULTI_AZ)["properties"]["instances"]:
        assert "message" not in each


def test_a_blocks_identity_depends_on_no_instance_and_no_line() -> None:
    first = of_tenants(judged(DATABASES, RETENTION))["partialFingerprints"]
    fewer = of_tenants(judged("\n\n\n" + DATABASES.replace("green = 3", "green = 8"), RETENTION))
    assert fewer["properties"]["instanceCount"] == 2
    assert fewer["partialFingerprints"] == first
    other = of_tenants(judged(DATABASES, MULTI_AZ), MULTI_AZ)["partialFingerprints"]
    assert other["drlintFinding/v1"] != first["drlintFinding/v1"]
    assert first["primaryLocationLineHash"] == first["drlintFinding/v1"][:16] + ":1"


def test_the_fingerprints_of_instances_are_those_of_the_json_report() -> None:
    report = judged(DATABASES, RETENTION)
    told = {each["resource"]: each["fingerprint"] for each in json.loads(written("json", report))["findings"]}
    listed = of_tenants(report)["properties"]["instances"]
    assert {each["address"]: each["fingerprint"] for each in listed} == told
    assert len(told) == 3


def test_text_says_the_place_once_and_names_a_few() -> None:
    report = judged(DATABASES, MULTI_AZ)
    listed = written("text", report)
    assert listed.count(f"{URI}:7") == 1
    numbered = " ".join(listed[listed.index("aws_db_instance.numbered[0] has") :].split())
    assert (
        "and 11 more instances of this block: aws_db_instance.numbered[1], aws_db_instance.numbered[2], "
        "aws_db_instance.numbered[3] + 8 more fix:"
    ) in numbered
    assert f"{URI}:14 · {MULTI_AZ}" in numbered


def test_text_names_all_owners_and_in_full_what_else_is_said() -> None:
    report = judged(DATABASES, RETENTION)
    assert f"{RETENTION} · payments, edge" in written("text", report)
    assert "keeps 0 days" not in written("text", report)
    full = written("text", report, full=True)
    assert full.count("keeps 0 days") == 1
    assert '          aws_db_instance.tenant["grey"] keeps 0 days of automated backups' in full


def test_markdown_lists_instances_below_the_worst_of_them() -> None:
    listed = written("markdown", judged(DATABASES, RETENTION))
    assert "### High (2)" in listed
    assert "### Medium (1)\n\n1 instance listed above with a worse one of the same block.\n" in listed
    assert '  - and 2 more instances of this block: `aws_db_instance.tenant["grey"]`, ' in listed
    assert '`aws_db_instance.tenant["blue"]` (medium)\n' in listed
    assert re.search(r'  - aws_db_instance.tenant\\\["grey"\\\] keeps 0 days', listed)
    assert listed.count("keeps 0 days") == 1
    assert f"`{URI}:6`" in listed


def test_what_cannot_be_told_of_instances_is_told_once() -> None:
    source = (
        DATABASES.replace("multi_az                = false", "multi_az = var.ha") + 'variable "ha" { type = bool }\n'
    )
    report = judged(source, MULTI_AZ)
    assert len(report.unknowns) == 4
    (told,) = notifications(run(report), "cannot-tell")
    assert "And 3 more instances of this block: " in told
    assert written("markdown", report).count("and 3 more instances of this block") == 1


def test_nothing_is_told_of_instances_where_there_is_one() -> None:
    (finding,) = judged('resource "aws_db_instance" "only" { multi_az = false }', MULTI_AZ).findings
    (result,) = run(judged('resource "aws_db_instance" "only" { multi_az = false }', MULTI_AZ))["results"]
    assert result["partialFingerprints"]["drlintFinding/v1"] == finding.fingerprint
    assert not {"instances", "instanceCount"} & set(result["properties"])
    assert "instance of this block" not in result["message"]["text"]


def test_the_line_hash_of_a_real_file_is_githubs() -> None:
    source = (ESTATE / "web.tf").read_text(encoding="utf-8")
    asked: list[str] = []

    def lines_of(uri: str) -> list[str] | None:
        asked.append(uri)
        return (ESTATE / uri).read_text(encoding="utf-8").split("\n")

    report = judged(source, "asg-multi-az", "asg-elb-health-check", "lb-deletion-protection", uri="web.tf")
    results = run(report, lines_of=lines_of)["results"]
    assert len(results) == 3
    for result in results:
        line = result["locations"][0]["physicalLocation"]["region"]["startLine"]
        assert result["partialFingerprints"]["primaryLocationLineHash"] == rolled(source)[line - 1]
    assert asked == ["web.tf"]


def of(path: str, **fields: Any) -> Finding:
    """A finding on an instance; the rest as it comes."""
    line = fields.pop("line", 3)
    made = samples.finding(MULTI_AZ, path, fields.pop("message", "fails"), ("false", "main.tf", line))
    return msgspec.structs.replace(made, **fields)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (of("aws_x.a[0]"), of("aws_x.b[0]")),
        (of("module.a.aws_x.a[0]"), of("module.b.aws_x.a[1]")),
        (of("aws_x.a[0]"), of("aws_x.a[1]", policy="drill-recent")),
        (of("aws_x.a[0]", detail="region"), of("aws_x.a[1]", detail="ttl")),
        (of("aws_x.a[0]", detail="rule[0].status"), of("aws_x.a[0]", detail="rule[1].status")),
        (of("aws_x.a[0]"), of("aws_x.a[0]", message="fails otherwise")),
    ],
    ids=["block", "module", "policy", "detail", "nested block", "one resource twice"],
)
def test_different_things_stay_apart(one: Finding, other: Finding) -> None:
    groups = grouped((one, other))
    assert [group.others for group in groups] == [[], []]
    assert len({group.fingerprint for group in groups}) == 2


@pytest.mark.parametrize("fields", [{"line": 4}, {"verdict": Verdict.UNKNOWN}], ids=["line", "verdict"])
def test_one_thing_said_in_two_ways_stays_apart_under_one_identity(fields: dict[str, Any]) -> None:
    groups = grouped((of("aws_x.a[0]"), of("aws_x.a[1]", **fields)))
    assert [group.others for group in groups] == [[], []]
    assert len({group.fingerprint for group in groups}) == 1


def test_roots_stay_apart() -> None:
    one = of("aws_x.a[0]")
    address = msgspec.structs.replace(one.resource, root="infra/staging", path="aws_x.a[1]")
    groups = grouped((one, of("aws_x.a[1]", resource=address)))
    assert [group.others for group in groups] == [[], []]
    assert groups[0].fingerprint != groups[1].fingerprint


def test_instances_of_modules_and_of_what_a_detail_names_are_one_block() -> None:
    findings = [
        of(f'module.db["{key}"].aws_x.a[{index}]', detail=f'module.db["{key}"].aws_x.b[0] capacity')
        for key in ("eu", 'a\\"]b', "module.x[0]")
        for index in (0, 1)
    ]
    (group,) = grouped(findings)
    assert group.block == "module.db.aws_x.a"
    assert len(group.others) == 5
    assert grouped(findings[:1])[0].fingerprint == grouped(findings[5:])[0].fingerprint == group.fingerprint


def test_a_plan_alone_is_place_enough() -> None:
    findings = [
        samples.finding(MULTI_AZ, f"aws_x.a[{index}]", "fails", ("no", "infra/live/plan.json", None)) for index in "01"
    ]
    (result,) = run(samples.report(tuple(findings), (), (samples.policy(MULTI_AZ),)))["results"]
    assert result["message"]["text"] == "fails. And 1 more instance of this block: aws_x.a[1]."
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "infra/live/plan.json"


def test_results_that_github_could_take_for_one_have_hashes_of_their_own() -> None:
    findings = (of("aws_x.a[0]"), of("aws_x.a[0]", message="fails otherwise"), of("aws_x.a[1]", line=9))
    results = run(samples.report(findings, (), (samples.policy(MULTI_AZ),)))["results"]
    pairs = {tuple(sorted(result["partialFingerprints"].items())) for result in results}
    assert len(pairs) == len(results) == 3


def test_thousands_of_instances_are_bounded_and_the_cut_is_told() -> None:
    findings = tuple(of(f"aws_x.a[{index}]", message=f"{index} days") for index in range(2000))
    found = run(samples.report(findings, (), (samples.policy(MULTI_AZ),)))
    (result,) = found["results"]
    assert result["properties"]["instanceCount"] == 2000
    assert len(result["properties"]["instances"]) == 100
    assert len(result["locations"][0]["logicalLocations"]) == 100
    assert len(result["message"]["text"]) < 300
    assert notifications(found, "limits-reached") == [
        "of 1 result a part of the instances is listed; the JSON report holds all."
    ]
    assert len(written("text", samples.report(findings)).splitlines()) < 30


def test_all_results_together_list_no_more_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "LISTED_IN_ALL", 10)
    findings = tuple(of(f"aws_x.{name}[{index}]") for name in "abc" for index in range(8))
    found = run(samples.report(findings, (), (samples.policy(MULTI_AZ),)))
    assert [len(result["properties"]["instances"]) for result in found["results"]] == [8, 2, 1]
    assert [result["properties"]["instanceCount"] for result in found["results"]] == [8, 8, 8]
    assert notifications(found, "limits-reached")[0].startswith("of 2 results a part")


def test_names_that_look_alike_when_cleaned_are_listed_once() -> None:
    findings = (of('aws_x.a["b"]'), of('aws_x.a["b\u200b"]'))
    (result,) = run(samples.report(findings, (), (samples.policy(MULTI_AZ),)))["results"]
    assert len(result["locations"][0]["logicalLocations"]) == 1
    assert result["properties"]["instanceCount"] == 2


_NAMES = st.from_regex(r"[a-z_][a-z0-9_-]{0,8}", fullmatch=True)
_KEYS = st.one_of(st.integers(0, 99).map(str), st.text(max_size=12).map(json.dumps))


@given(st.lists(st.tuples(_NAMES, _KEYS), max_size=3), _NAMES, _KEYS)
def test_any_instance_key_is_left_out(modules: list[tuple[str, str]], name: str, key: str) -> None:
    path = "".join(f"module.{module}[{index}]." for module, index in modules) + f"aws_db_instance.{name}[{key}]"
    block = "".join(f"module.{module}." for module, _ in modules) + f"aws_db_instance.{name}"
    assert block_of(path) == without_keys(path) == block
    assert block_of(block) == without_keys(block) == block
    assert without_keys("submodule.rule[0]") == "submodule.rule[0]"
    assert without_keys(f"{path}: rule[0] is off") == f"{block}: rule[0] is off"


ELSEWHERE = ("../shared/main.tf", "a/../../b.tf", "/srv/repo/main.tf", "C:\\repo\\main.tf", "\\\\host\\share\\main.tf")
FETCHED = (".terraform/modules/vpc/main.tf", "infra/live/.terraform/modules/vpc/main.tf", "a\\.terraform\\main.tf")
NO_FILE = ("stdin", "", "git::https://example.com/vpc.git")


@pytest.mark.parametrize("uri", [*ELSEWHERE, *FETCHED, *NO_FILE])
def test_what_is_not_in_the_repository_is_told_in_words_alone(uri: str) -> None:
    def lines_of(asked: str) -> list[str]:
        assert asked == "main.tf"
        return ["x"] * 20

    found = run(samples.elsewhere(uri), lines_of=lines_of)
    assert set(re.findall(r'"uri": "([^"]*)"', json.dumps(found))) == {"main.tf", "drlint.yaml"}
    related, first = found["results"]
    (told,) = related["relatedLocations"]
    assert set(told) == {"id", "message"}
    name = re.split(r"[\\/]", uri)[-1] if uri in ELSEWHERE[2:] else uri
    assert told["message"]["text"] == f"the module sets it ({name}:12)"
    assert first["locations"][0]["message"]["text"] == told["message"]["text"]


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("main.tf", "main.tf"),
        ("infra/terraform/main.tf", "infra/terraform/main.tf"),
        (".terraform.d/main.tf", ".terraform.d/main.tf"),
        ("modules/..a/main.tf", "modules/..a/main.tf"),
        ("stdin/main.tf", "stdin/main.tf"),
        ("x.terraform/a b.tf", "x.terraform/a%20b.tf"),
    ],
)
def test_what_is_in_the_repository_is_linked(uri: str, said: str) -> None:
    (told,) = run(samples.elsewhere(uri))["results"][0]["relatedLocations"]
    place = told["physicalLocation"]
    assert place["artifactLocation"] == {"uri": said, "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 12, "startColumn": 5, "endLine": 14}


def test_text_and_markdown_still_say_where_it_is() -> None:
    report = samples.elsewhere(".terraform/modules/vpc/main.tf")
    assert ".terraform/modules/vpc/main.tf:12" in written("text", report)
    assert "`.terraform/modules/vpc/main.tf:12`" in written("markdown", report)
    assert {text.NAME, markdown.NAME} <= set(formats.names())
