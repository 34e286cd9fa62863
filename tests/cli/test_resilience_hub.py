"""`drlint export resilience-hub` and `drlint import resilience-hub` as a user runs them, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from drlint.cli.hub_exporting import _CALLS
from tests.cli.running import drlint, drlint_child

WORKLOAD = """\
workload:
  name: orders
  owner: payments
  strategy: pilot-light
  objectives:
    region: {rto: 1h, rpo: 15m}
    software: {rto: 2h, rpo: 5m}
"""
POLICY = {"name": "orders", "multiRegion": {"rtoInMinutes": 60, "disasterRecoveryApproach": "PILOT_LIGHT"}}
V1 = {"policyName": "orders", "tier": "Critical", "policy": {"AZ": {"rtoInSecs": 90, "rpoInSecs": 0}}}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def given(said: Any, name: str = "policy.json") -> str:
    Path(name).write_text(said if isinstance(said, str) else json.dumps(said), encoding="utf-8")
    return name


def document(text: str, name: str = "docs/orders.yaml") -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_export_writes_a_policy_for_each_workload_and_tells_what_is_left_out() -> None:
    document(WORKLOAD)
    document(WORKLOAD.replace("orders", "stock"), "docs/more/stock.yaml")
    document("key: value", "docs/other.yaml")
    ran = drlint("export", "resilience-hub", "hub", "docs")
    assert ran.code == 0
    assert ran.out == "2 policies written to hub; README.md there tells what they cannot hold\n"
    left = "the objective for software (RTO 2 hours, RPO 5 minutes), owner"
    assert ran.complaints == [f"drlint: {name}: a policy of v2 cannot hold {left}" for name in ("orders", "stock")]
    assert json.loads(Path("hub/orders.json").read_text()) == {
        "name": "orders",
        "multiRegion": {"rtoInMinutes": 60, "rpoInMinutes": 15, "disasterRecoveryApproach": "PILOT_LIGHT"},
    }
    index = Path("hub/README.md").read_text()
    assert "* `orders` (docs/orders.yaml:1): the objective for software (RTO 2 hours, RPO 5 minutes); owner" in index
    assert f"{_CALLS['v2']} --cli-input-json file://orders.json" in index


def test_what_was_exported_is_imported_again() -> None:
    document(WORKLOAD)
    for api in ("v1", "v2"):
        assert drlint("export", "resilience-hub", api, "docs", "--api", api).code == 0
        ran = drlint("import", "resilience-hub", f"{api}/orders.json", "-o", f"from-{api}")
        assert ran.code == 0, ran.err
        assert ran.out.startswith(f"1 workload document written to from-{api}; still to be said")
        assert drlint("check", f"from-{api}/orders.yaml").code in {0, 1}
    assert "strategy: pilot-light" in Path("from-v2/orders.yaml").read_text()
    assert "software: {rto: 2h, rpo: 5m}" in Path("from-v1/orders.yaml").read_text()


def test_one_document_goes_to_standard_output_with_what_is_not_kept() -> None:
    answer = {"policy": POLICY | {"policyArn": "arn:aws:resiliencehub:x", "createdAt": "2026-11-01T00:00:00Z"}}
    ran = drlint("import", "resilience-hub", "-", stdin=json.dumps(answer).encode())
    assert ran.code == 0
    assert ran.complaints == ["drlint: orders: not kept: createdAt"]
    assert ran.out == (
        "# From the policy orders of AWS Resilience Hub (v2), standard input\n"
        "# arn:aws:resiliencehub:x\n"
        "# Not kept of it: createdAt\n"
        "# Still to be said, where it applies: owner, members, primary_region, recovery_regions, runbooks\n"
        "workload:\n"
        "  name: orders\n"
        "  strategy: pilot-light\n"
        "  objectives:\n"
        "    region: {rto: 1h}\n"
    )


def test_a_page_of_several_says_so() -> None:
    ran = drlint("import", "resilience-hub", given({"policySummaries": [POLICY], "nextToken": "abc"}))
    assert ran.code == 0
    assert ran.complaints == [
        "drlint: policy.json: it is one page of several (nextToken); import the others, too",
    ]


NOT_A_POLICY = "is no policy of Resilience Hub; give what describe-resiliency-policy"
BAD: dict[str, tuple[Any, str]] = {
    "no JSON": ("name: orders", "policy.json: line 1 is not JSON: Expecting value; use --output json of the AWS CLI"),
    "empty": ("", "line 1 is not JSON"),
    "null": (None, "policy.json: it must be an object"),
    "nested too deep": ("[" * 100_000, "it is nested too deep"),
    "a key twice": ('{"name": "orders", "name": "stock"}', "'name' stands twice in one object"),
    "no number": ('{"name": "orders", "availabilitySlo": {"target": NaN}}', "it holds NaN, which is no JSON"),
    "a number of 5,000 digits": (f'{{"name": "orders", "x": {"9" * 5_000}}}', "it holds a number that is none"),
    "another tool's": ({"format_version": "1.2"}, NOT_A_POLICY),
    "an update, which has no name": ({"policyArn": "arn:aws:x", "multiAz": {}}, NOT_A_POLICY),
    "a list of texts": (["orders"], "[0] must be an object"),
    "no policy at all": ([], "policy.json: no policy is in it"),
    "a target that is a text": ({"name": "orders", "multiAz": "5m"}, "multiAz must be an object"),
    "negative": (
        {"name": "orders", "multiAz": {"rtoInMinutes": -1}},
        "multiAz.rtoInMinutes is -1; it must be a whole number from 0 to 2,147,483,647",
    ),
    "half a minute": ({"name": "orders", "multiAz": {"rtoInMinutes": 0.5}}, "it must be a whole number"),
    "true for a number": ({"name": "orders", "multiAz": {"rtoInMinutes": True}}, "it must be a whole number"),
    "too large": ({"name": "orders", "multiAz": {"rtoInMinutes": 2**31}}, "it must be a whole number"),
    "more than all": ({"name": "orders", "availabilitySlo": {"target": 100.1}}, "it must be a number from 0 to 100"),
    "an unknown approach": (
        {"policySummaries": [{"name": "orders", "multiAz": {"disasterRecoveryApproach": "HOT_STANDBI"}}]},
        (
            "policySummaries[0].multiAz.disasterRecoveryApproach is 'HOT_STANDBI'; it must be one of ACTIVE_ACTIVE, "
            "HOT_STANDBY, WARM_STANDBY, PILOT_LIGHT, BACKUP_AND_RESTORE; did you mean 'HOT_STANDBY'?"
        ),
    ),
    "an unknown tier": (V1 | {"tier": "Urgent"}, "tier is 'Urgent'; it must be one of MissionCritical"),
    "no tier": ({"policyName": "orders", "policy": {}}, "tier is not there"),
    "no targets": ({"policyName": "orders", "tier": "Critical"}, "policy is not there"),
    "an unknown disruption": (
        V1 | {"policy": {"Account": {"rtoInSecs": 1, "rpoInSecs": 1}}},
        "policy.Account is {'rtoInSecs': 1, 'rpoInSecs': 1}; it must be one of Software, Hardware, AZ, Region",
    ),
    "half a target": (V1 | {"policy": {"AZ": {"rtoInSecs": 1}}}, "policy.AZ.rpoInSecs is not there"),
    "a slip of the pen": (
        {"name": "orders", "multiAz": {"rtoInMinute": 5}},
        "multiAz.rtoInMinute is no field of it; did you mean 'rtoInMinutes'?",
    ),
    "a name that climbs": ({"name": "../../etc/cron.d/x"}, "name is '../../etc/cron.d/x'; it must be 2 to 60 letters"),
    "a name that is a path": ({"name": "/etc/passwd"}, "name is '/etc/passwd'"),
    "a name with an escape": ({"name": "a\u001b[2J"}, r"name is 'a\x1b[2J'"),
    "a name that ends a line": ({"name": "orders\n"}, r"name is 'orders\n'"),
    "half a character": ({"name": "orders", "description": "\ud800"}, "description is "),
    "a description too long": (
        {"name": "orders", "description": "x" * 616},
        "it must be a text of 0 to 615 characters",
    ),
    "tags that are a list": ({"name": "orders", "tags": [{"key": "a"}]}, "tags is "),
    "a tag that YAML takes for its own": (
        {"name": "orders", "tags": {"<<": "x"}},
        "orders cannot be written as a workload that means the same: line 6: merge keys are not read",
    ),
    "one name twice": ([POLICY, POLICY | {"name": "ORDERS"}], "ORDERS is a policy of policy.json, too"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_policy_is_one_line_with_its_place(case: str) -> None:
    said, complaint = BAD[case]
    text = said if isinstance(said, str) else json.dumps(said)
    ran = drlint("import", "resilience-hub", given(text), "-o", "out")
    assert ran.code == 2, ran.err
    assert len(ran.complaints) == 1
    assert complaint in ran.err
    assert "\x1b" not in ran.err
    assert not Path("out").exists()


def test_files_that_cannot_be_read(folder: Path) -> None:
    (folder / "latin.json").write_bytes(b'{"name": "orders", "description": "\xe9"}')
    for name, said in (("nowhere.json", "No such file"), (".", "it is a folder"), ("latin.json", "is not UTF-8")):
        ran = drlint("import", "resilience-hub", name)
        assert ran.code == 2
        assert said in ran.err
        assert len(ran.complaints) == 1


def test_a_large_bad_input_costs_little() -> None:
    ran = drlint_child("import", "resilience-hub", given('[{"a":' * 1_000_000))
    assert ran.code == 2
    assert "Traceback" not in ran.err


def test_nothing_is_written_over_and_nothing_half() -> None:
    document("mine", "out/orders.yaml")
    both = given([POLICY, POLICY | {"name": "stock"}])
    ran = drlint("import", "resilience-hub", both, "-o", "out")
    assert (ran.code, ran.complaints) == (
        2,
        ["drlint: out/orders.yaml: is there already and stays; choose another folder, or delete it"],
    )
    assert Path("out/orders.yaml").read_text() == "mine"
    assert not Path("out/stock.yaml").exists()
    ran = drlint("import", "resilience-hub", both)
    assert ran.complaints == ["drlint: 2 policies are 2 documents; say where to: -o docs/dr"]


def test_a_link_that_leads_away_is_not_written_through(folder: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "orders.yaml").symlink_to(folder / "elsewhere.yaml")
    ran = drlint("import", "resilience-hub", given(POLICY), "-o", "out")
    assert ran.code == 2
    assert not (folder / "elsewhere.yaml").exists()


BAD_WORKLOADS = {
    "seconds": (
        WORKLOAD.replace("15m", "90s"),
        (
            "docs/orders.yaml:6: the RPO for region is 1 minute 30 seconds, and v2 holds whole minutes; write 1m or "
            "2m, export with --api v1, or with --round-down for the stricter"
        ),
    ),
    "no duration": (WORKLOAD.replace("15m", "soon"), "docs/orders.yaml:6: 'soon' is no duration"),
    "a name that climbs": (
        WORKLOAD.replace("orders", "../../orders"),
        "docs/orders.yaml:2: '../../orders' is no name for a policy of Resilience Hub",
    ),
    "no YAML": (WORKLOAD + "  members: [", "docs/orders.yaml: line"),
    "two strategies": (
        WORKLOAD.replace("rpo: 15m", "rpo: 15m, approach: WARM_STANDBY"),
        "docs/orders.yaml:4: strategy is pilot-light, but the approach for the Region warm-standby; say it once",
    ),
}


@pytest.mark.parametrize("case", BAD_WORKLOADS)
def test_a_workload_that_is_no_policy_is_refused_with_its_line(case: str) -> None:
    text, complaint = BAD_WORKLOADS[case]
    document(text)
    document(WORKLOAD.replace("orders", "stock"), "docs/stock.yaml")
    ran = drlint("export", "resilience-hub", "hub", "docs")
    assert ran.code == 2
    assert complaint in ran.complaints[0]
    assert ran.complaints[1:] == ["drlint: nothing is written until all workloads can be"]
    assert not Path("hub").exists()


def test_round_down_takes_the_stricter_minute_and_tells_it() -> None:
    document(WORKLOAD.replace("15m", "90s"))
    ran = drlint("export", "resilience-hub", "hub", "docs", "--round-down")
    assert ran.code == 0
    assert json.loads(Path("hub/orders.json").read_text())["multiRegion"]["rpoInMinutes"] == 1
    assert "30 seconds of the RPO for region (1 minute 30 seconds, written as 1m)" in ran.err
    assert "30 seconds of the RPO for region" in Path("hub/README.md").read_text()


def test_export_where_there_is_no_workload_or_no_room() -> None:
    document("runbook: {name: failover}", "docs/runbook.yaml")
    ran = drlint("export", "resilience-hub", "hub", "docs")
    assert ran.code == 3
    assert ran.complaints == ["drlint: docs: no workload document is there; drlint new workload begins one"]
    assert drlint("export", "resilience-hub", "hub", "nowhere").code == 2
    document(WORKLOAD)
    document("mine", "hub/README.md")
    ran = drlint("export", "resilience-hub", "hub", "docs")
    assert ran.code == 2
    assert ran.complaints == ["drlint: hub/README.md: is there already and stays; choose another folder, or delete it"]
    assert not Path("hub/orders.json").exists()


def test_two_workloads_of_one_name_are_refused() -> None:
    document(WORKLOAD)
    document(WORKLOAD.replace("name: orders", "name: ORDERS"), "docs/two.yaml")
    ran = drlint("export", "resilience-hub", "hub", "docs")
    assert ran.code == 2
    said = "drlint: docs/two.yaml:1: ORDERS is a workload of docs/orders.yaml:1, too; give them apart"
    assert ran.complaints[0] == said


def test_help_says_what_is_lost() -> None:
    exported = " ".join(drlint("export", "resilience-hub", "--help").out.split())
    assert "in v2 the objectives for software, hardware and account, and the tier" in exported
    imported = " ".join(drlint("import", "resilience-hub", "--help").out.split())
    assert "Of a policy are not kept" in imported
