"""What a pipeline sees: exit codes and their order, what gates, and where reports go."""

from __future__ import annotations

import json
import os
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from drlint.reports import json_

from .running import block, change, drlint, drlint_child, plan, written

POLICY = "rds-instance-multi-az"
ONLY = ("--select", POLICY)
HEALTHY = change("healthy")
SINGLE = change("single", after={"multi_az": False})
UNSEEN = change("unseen", after_unknown={"multi_az": True})

OWN = """\
title: Nothing has a standby
severity: {severity}
checklist: change-management
applies_to: [aws_db_instance]
require: not resource.multi_az
message: "{{resource}} has a standby"
stage: {stage}
why: To be found.
fix: Take it away.
examples:
  - fail: |
      resource "aws_db_instance" "main" {{ multi_az = true }}
"""

CRASHING = """\
from drlint.policy import Case, Policy

policy = Policy(
    title="Breaks", severity="low", checklist="change-management", applies_to=("aws_db_instance",),
    why="To see what happens.", fix="Nothing to fix.",
)

@policy.check
def check(case: Case) -> None:
    raise ZeroDivisionError("CANARY-crash")
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def saved(*changes: dict[str, Any], name: str = "plan.json", **given: Any) -> Path:
    return written(Path(name), plan(*changes, **given))


def policy_folder(name: str, text: str) -> Path:
    folder = Path("own") / "mine"
    folder.mkdir(parents=True, exist_ok=True)
    return written(folder / name, text).parent.parent


def own_policy(*, severity: str = "critical", stage: str = "stable") -> Path:
    return policy_folder("no-standby.yaml", OWN.format(severity=severity, stage=stage))


def test_clean_findings_incomplete() -> None:
    assert drlint("check", saved(HEALTHY), *ONLY).code == 0
    assert drlint("check", saved(SINGLE), *ONLY).code == 1
    assert drlint("check", saved(HEALTHY, errored=True), *ONLY).code == 4


def test_nothing_catalogued_is_fine_and_says_so() -> None:
    ran = drlint("check", saved(change(type="null_resource", provider_name="registry.terraform.io/hashicorp/null")))
    assert ran.code == 0
    assert "0 resources" in ran.out


def test_findings_come_before_incomplete() -> None:
    assert drlint("check", saved(SINGLE, errored=True), *ONLY).code == 1
    truncated = written(Path("other.json"), "{")
    assert drlint("check", saved(SINGLE), truncated, *ONLY).code == 1
    assert drlint("check", saved(HEALTHY), truncated, *ONLY).code == 4


def test_wrong_usage_comes_before_findings_and_an_unknown_file() -> None:
    foreign = written(Path("foreign.json"), "{}")
    assert drlint("check", saved(SINGLE), "no.json", *ONLY).code == 2
    assert drlint("check", foreign, "no.json").code == 2
    assert drlint("check", foreign, "--fail-on", "awful").code == 2
    assert drlint("check", foreign, "--select", "no-such-policy").code == 2
    assert drlint("chekc").code == 2


def test_an_unknown_file_is_never_green() -> None:
    foreign = written(Path("foreign.json"), "{}")
    assert drlint("check", foreign).code == 3
    assert drlint("check", foreign, "--exit-zero", "--incomplete", "warn").code == 3


def test_a_policy_that_broke_comes_first_and_the_others_still_run() -> None:
    folder = policy_folder("breaks.py", CRASHING)
    ran = drlint(
        *("check", saved(SINGLE, errored=True), "--policies", folder, "--allow-python-policies"),
        *(*ONLY, "--select", "breaks", "-o", "json=-", "--exit-zero"),
    )
    assert ran.code == 5
    assert [each["policy"] for each in ran.report["failures"]] == ["breaks"]
    assert [each["policy"] for each in ran.report["findings"]] == [POLICY]
    assert "Traceback" not in ran.err


def test_exit_zero_mutes_verdicts_only() -> None:
    assert drlint("check", saved(SINGLE, UNSEEN), *ONLY, "--exit-zero", "--strict").code == 0
    assert drlint("check", saved(SINGLE, errored=True), *ONLY, "--exit-zero").code == 4
    assert drlint("check", saved(SINGLE, errored=True), *ONLY, "--exit-zero", "--incomplete", "warn").code == 0


def test_incomplete_warn_mutes_4_and_still_tells() -> None:
    ran = drlint("check", saved(HEALTHY, errored=True), *ONLY, "--incomplete=warn")
    assert ran.code == 0
    assert "stopped with an error" in " ".join(ran.out.split())
    assert drlint("check", saved(SINGLE, errored=True), *ONLY, "--incomplete=warn").code == 1


def test_unknown_verdicts_count_with_strict_only() -> None:
    assert drlint("check", saved(UNSEEN), *ONLY).code == 0
    assert drlint("check", saved(UNSEEN), *ONLY, "--strict").code == 4
    assert drlint("check", saved(UNSEEN), *ONLY, "--strict", "--incomplete", "warn").code == 4
    assert drlint("check", saved(UNSEEN, SINGLE), *ONLY, "--strict").code == 1


def test_what_is_not_known_is_no_mistake_of_a_policy() -> None:
    """A bucket's replication that Terraform knows only after apply, and not even whose it is."""
    kind = "aws_s3_bucket_replication_configuration"
    bucket = change(type="aws_s3_bucket", address="aws_s3_bucket.b", name="b", after={"bucket": "b"})
    rules = change(
        type=kind, address=f"{kind}.b", name="b", after={}, after_unknown={"bucket": True, "rule": True, "id": True}
    )
    ran = drlint("check", saved(bucket, rules), "--select", "s3-*", "-o", "json=-")
    assert ran.report["failures"] == []
    assert "s3-replication-configured" in {each["policy"] for each in ran.report["unknowns"]}


def test_fail_on_is_the_gate() -> None:
    folder = own_policy(severity="medium")
    run = ("check", saved(HEALTHY), "--policies", folder, "--select", "no-standby")
    assert drlint(*run).code == 1
    assert drlint(*run, "--fail-on", "medium").code == 1
    assert drlint(*run, "--fail-on", "high").code == 0
    assert "has a standby" in drlint(*run, "--fail-on", "critical").out


def test_min_severity_is_what_is_listed_and_does_not_move_the_gate() -> None:
    folder = own_policy(severity="medium")
    ran = drlint("check", saved(HEALTHY), "--policies", folder, "--select", "no-standby", "--min-severity", "high")
    assert ran.code == 1
    assert "healthy has a standby" not in ran.out
    assert "1 below high counted above and not listed" in ran.out


def test_preview_policies_never_gate() -> None:
    ran = drlint(
        *("check", saved(HEALTHY), "--policies", own_policy(stage="preview"), "--select", "no-standby"),
        *("-o", "json=-", "--strict"),
    )
    assert ran.code == 0
    assert [(each["policy"], each["gates"]) for each in ran.report["findings"]] == [("no-standby", False)]


def test_the_format_never_changes_the_code() -> None:
    for form in ("text", "markdown", "sarif", "json"):
        assert drlint("check", saved(SINGLE), *ONLY, "-o", form).code == 1


def test_only_the_report_goes_to_standard_output() -> None:
    ran = drlint("check", saved(SINGLE), *ONLY, "-o", "json=-")
    assert ran.report["counts"]["fail"] == 1
    assert ran.err == ""


def test_several_reports_at_once() -> None:
    ran = drlint("check", saved(SINGLE), *ONLY, "-o", "sarif=out.sarif", "-o", "json=out.json", "-o", "markdown=-")
    assert ran.out.startswith("<!-- drlint:comment:. -->\n# Disaster recovery")
    assert json.loads(Path("out.sarif").read_text())["version"] == "2.1.0"
    assert json.loads(Path("out.json").read_text())["counts"]["fail"] == 1


def test_with_reports_in_files_the_summary_is_on_standard_output() -> None:
    ran = drlint("check", saved(SINGLE), *ONLY, "-o", "json=out.json")
    assert ran.out.startswith("1 will hurt")


def test_standard_output_has_room_for_one_report() -> None:
    ran = drlint("check", saved(SINGLE), "-o", "json", "-o", "sarif=/dev/stdout")
    assert ran.code == 2
    assert ran.complaints == [
        "drlint: only one report can go to standard output; give the others a file: -o markdown=report.md"
    ]


def test_dev_stdout_is_standard_output() -> None:
    ran = drlint_child("check", saved(SINGLE), *ONLY, "-o", "json=/dev/stdout")
    assert ran.code == 1
    assert ran.report["counts"]["fail"] == 1


def test_a_pipe_is_written_directly() -> None:
    os.mkfifo("out")
    heard: list[str] = []
    listener = threading.Thread(target=lambda: heard.append(Path("out").read_text()), daemon=True)
    listener.start()
    assert drlint("check", saved(SINGLE), *ONLY, "-o", "json=out").code == 1
    listener.join(timeout=10)
    assert json.loads(heard[0])["counts"]["fail"] == 1
    assert stat.S_ISFIFO(Path("out").stat().st_mode)


def test_a_file_appears_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    out = written(Path("out.json"), "earlier")
    out.chmod(0o640)
    os.link(out, "kept.json")
    Path("link.json").symlink_to(out)
    assert drlint("check", saved(SINGLE), *ONLY, "-o", "json=link.json").code == 1
    assert json.loads(out.read_text())["counts"]["fail"] == 1
    assert stat.S_IMODE(out.stat().st_mode) == 0o640
    assert Path("link.json").is_symlink()
    assert Path("kept.json").read_text() == "earlier"

    def broken(_report: object, stream: Any, _options: object) -> None:
        stream.write("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(json_, "write", broken)
    before = out.read_text()
    ran = drlint("check", saved(SINGLE), *ONLY, "-o", "json=out.json")
    assert (ran.code, ran.err) == (2, "drlint: out.json: the report cannot be written: No space left on device\n")
    assert out.read_text() == before
    assert not list(Path().glob(".*.part"))


def test_a_report_that_cannot_be_written() -> None:
    ran = drlint("check", saved(SINGLE), *ONLY, "-o", "json=no/such/folder.json")
    assert ran.code == 2
    assert ran.complaints == ["drlint: no/such/folder.json: the report cannot be written: No such file or directory"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_behind_standard_output() -> None:
    ran = drlint_child("check", saved(SINGLE), *ONLY, "-o", "json=/dev/full")
    assert ran.code == 2
    assert ran.complaints == ["drlint: /dev/full: the report cannot be written: No space left on device"]


def test_standard_input() -> None:
    ran = drlint("check", "-", *ONLY, "-o", "json=-", stdin=json.dumps(plan(SINGLE)).encode())
    assert ran.code == 1
    assert [each["uri"] for each in ran.report["inputs"]] == ["stdin"]
    assert drlint("check", "-", stdin=b"").code == 4
    assert drlint("check", "-", stdin=b"[]").code == 3


@pytest.mark.parametrize("flag", ["--select", "--ignore"])
def test_a_mistyped_policy(flag: str) -> None:
    ran = drlint("check", saved(SINGLE), flag, "rds-instance-mutli-az")
    assert ran.code == 2
    assert len(ran.complaints) == 1
    assert f"did you mean '{POLICY}'?" in ran.err


def test_policies_are_chosen_by_category_checklist_and_glob() -> None:
    chosen = {
        word: {
            each["id"] for each in drlint("check", saved(SINGLE), "--select", word, "-o", "json=-").report["policies"]
        }
        for word in (POLICY, "availability", "strategy-matches-objectives", "rds-*")
    }
    assert all(POLICY in ids for ids in chosen.values())
    assert chosen[POLICY] == {POLICY}
    left = drlint("check", saved(SINGLE), "--select", "availability", "--ignore", POLICY, "-o", "json=-").report
    assert {each["id"] for each in left["policies"]} == chosen["availability"] - {POLICY}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("fail_onn: high", "drlint.yaml:1: there is no setting 'fail_onn'; did you mean 'fail_on'?"),
        ("strict: true\nfail_on: hgih", "drlint.yaml:2: fail_on is 'hgih'"),
        ("strict: maybe", "drlint.yaml:1: strict must be true or false"),
        ("elsewhere:\n  - polici: x", "did you mean 'policy'?"),
        ("parameters: {rds-instance-mutli-az: {x: 1}}", f"did you mean '{POLICY}'?"),
        ("select: [x]\nselect: [y]", "drlint.yaml:2"),
        ("- fail_on", "configuration is a mapping"),
        ("fail_on: [", "drlint.yaml:"),
    ],
)
def test_bad_configuration(text: str, says: str) -> None:
    written(Path("drlint.yaml"), text)
    ran = drlint("check", saved(SINGLE))
    assert ran.code == 2
    assert len(ran.complaints) == 1
    assert says in ran.err


def test_config_shows_where_each_value_comes_from() -> None:
    written(Path("drlint.yaml"), "fail_on: high\nprovider_regions: {aws: eu-west-1}\n")
    ran = drlint("config")
    rows = {line.split()[0]: line.split()[1:] for line in ran.out.splitlines() if line.startswith("  ")}
    assert ran.code == 0
    assert rows["fail_on"][0] == '"high"'
    assert rows["fail_on"][-1].endswith("drlint.yaml")
    assert rows["strict"] == ["false", "default"]


def test_configuration_is_found_upward_and_flags_win() -> None:
    written(Path("drlint.yaml"), "fail_on: critical\n")
    Path("in").mkdir()
    assert drlint("check", saved(SINGLE, name="in/plan.json"), *ONLY).code == 0
    assert drlint("check", "in/plan.json", *ONLY, "--fail-on", "low").code == 1
    written(Path("in/drlint.yaml"), "fail_on: low\n")
    assert drlint("check", "in/plan.json", *ONLY).code == 1


def test_python_policies_need_a_word_on_the_command_line() -> None:
    folder = policy_folder("breaks.py", CRASHING.replace("raise", "Path('ran').touch()  #"))
    for run in (("check", saved(SINGLE), "--policies", folder), ("policies", "--policies", folder), ("verify", folder)):
        ran = drlint(*run)
        assert ran.code == 2
        assert "--allow-python-policies" in ran.err
    written(Path("drlint.yaml"), "policies: [own]\n")
    assert drlint("check", "plan.json").code == 2
    written(Path("drlint.yaml"), "policies: [own]\nallow_python_policies: true\n")
    assert "there is no setting" in drlint("check", "plan.json").err


def test_context_is_looked_at_and_not_reported_on() -> None:
    second = plan(SINGLE)
    second["configuration"]["provider_config"]["aws"]["expressions"]["region"]["constant_value"] = "eu-west-1"
    context = written(Path("second.json"), second)
    alone = drlint("check", saved(HEALTHY), *ONLY, "-o", "json=-").report
    ran = drlint("check", saved(HEALTHY), "--context", context, *ONLY, "-o", "json=-", "--show-passed")
    assert ran.code == 0
    assert (alone["world"]["is"], ran.report["world"]["is"]) == ("open", "closed")
    assert [each["resource"] for each in ran.report["passed"]] == ["aws_db_instance.healthy"]
    assert {each["uri"] for each in ran.report["inputs"]} == {"plan.json", "second.json"}
    assert drlint("check", saved(HEALTHY), "--context", "no.json").code == 2
    assert drlint("check", saved(HEALTHY), "--context", written(Path("cut.json"), "{"), *ONLY).code == 4


def test_the_world_may_be_said_to_be_closed() -> None:
    policy = ("--select", "backup-selection-actually-matches", "-o", "json=-")
    counts = {
        world: drlint("check", saved(HEALTHY), "--world", world, *policy).report["counts"]
        for world in ("auto", "open", "closed")
    }
    assert {world: (each["fail"], each["unknown"]) for world, each in counts.items()} == {
        "auto": (0, 1),
        "open": (0, 1),
        "closed": (1, 0),
    }


def test_what_another_root_provides_is_hidden_and_listed() -> None:
    copies = "rds-cross-region-copy-exists"
    declared = {"policy": copies, "addresses": ["aws_db_instance.sin*"], "where": "infra/db", "owner": "platform"}
    written(Path("drlint.yaml"), {"elsewhere": [declared], "world": "closed"})
    only = ("--select", copies)
    ran = drlint("check", saved(SINGLE, change("other", after={"multi_az": False})), *only, "-o", "json=-")
    assert [each["resource"] for each in ran.report["findings"]] == ["aws_db_instance.other"]
    assert ran.report["elsewhere"] == [{**declared, "set_aside": 1}]
    assert drlint("check", saved(SINGLE), *only).code == 0
    assert "infra/db (platform); 1 set aside" in " ".join(drlint("check", saved(SINGLE), *only).out.split())


def test_provider_regions_tell_what_a_plan_does_not() -> None:
    made = plan(SINGLE)
    made["configuration"]["provider_config"]["aws"]["expressions"] = {}
    made["configuration"]["root_module"]["resources"] = [block("single")]
    path = written(Path("plan.json"), made)
    assert [each["region"] for each in drlint("check", path, *ONLY, "-o", "json=-").report["findings"]] == [None]
    written(Path("drlint.yaml"), "provider_regions: {aws: eu-west-1}\n")
    ran = drlint("check", path, *ONLY, "-o", "json=-")
    assert [each["region"] for each in ran.report["findings"]] == ["eu-west-1"]
