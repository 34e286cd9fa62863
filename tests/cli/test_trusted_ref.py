"""With `--trusted-ref` a change may tighten its own gate, and never loosens it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .repositories import HEALTHY, NEVER, POLICY, SINGLE, Repository, git
from .running import Outcome, drlint, plan, written

REF = ("--trusted-ref", "origin/main")
QUIET = ("--ignore", "gate-*")
ONLY = ("--select", POLICY)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = Repository(tmp_path / "repository")
    monkeypatch.chdir(made.top)
    return made


def checked(*more: str) -> Outcome:
    """A run that leaves out what it says of the gate itself, so that its code is that of what it judges."""
    return drlint("check", ".", "-o", "json", *REF, *QUIET, *more)


def told(*more: str) -> str:
    """What a run says of the gate: what tightens it in notes, the rest in findings, which fail the run."""
    ran = drlint("check", ".", "-o", "json", *REF, *more)
    said = list(ran.report["notes"])
    for each in ran.report["findings"]:
        if each["policy"].startswith("gate-"):
            assert ran.code == 1
            assert each["posture"] == "new"
            assert each["severity"] == {"gate-loosened": "high", "gate-changed": "medium"}[each["policy"]]
            place = each["evidence"][0]["location"]
            said.append(f"{each['policy']} {place['uri']}:{place['line']}: {each['message']}")
    return "\n".join(said)


def judged(ran: Outcome) -> list[tuple[str, str]]:
    """The findings on what is judged, without those on the gate."""
    found = ran.report["findings"]
    return [(each["policy"], each["severity"]) for each in found if not each["policy"].startswith("gate-")]


LOOSER: dict[str, tuple[Any, Any]] = {
    "fail_on": ("low", "critical"),
    "min_severity": ("low", "critical"),
    "exit_zero": (False, True),
    "ignore": ([], [POLICY]),
    "ignore by a glob": ([], ["rds-*"]),
    "profile": ("strict", "sandbox"),
    "select": ([POLICY], ["kms-rotation"]),
    "select of all": ([], ["kms-rotation"]),
    "environment": (None, "sandbox"),
}


@pytest.mark.parametrize(("trusted", "changed"), LOOSER.values(), ids=LOOSER)
@pytest.mark.parametrize("stated", [True, False], ids=["stated", "by default"])
def test_a_change_does_not_loosen(
    repository: Repository, request: pytest.FixtureRequest, trusted: Any, changed: Any, *, stated: bool
) -> None:
    """Whether the ref states the setting, or has no configuration at all."""
    key = request.node.callspec.id.split("-")[-1].partition(" ")[0]
    said = {} if not stated else {"drlint.yaml": {"fail_on": "high", key: trusted}}
    repository.main({"main.tf": SINGLE, **said})
    quiet = () if key == "ignore" else QUIET  # a flag would take the place of the setting
    before = drlint("check", ".", "-o", "json", *REF, *quiet)
    repository.commit({"drlint.yaml": {key: changed}})
    ran = drlint("check", ".", "-o", "json", *REF, *quiet)
    assert ran.code == before.code == 1
    assert POLICY in dict(judged(ran))
    assert judged(ran) == judged(before)
    assert f"{key} in drlint.yaml goes from " in told()
    assert "this run does not go by it" in told()


TIGHTER: dict[str, tuple[Any, Any]] = {
    "fail_on": ("critical", "low"),
    "exit_zero": (True, False),
    "ignore": (["rds-*"], ["rds-final-snapshot"]),
    "select": (["kms-rotation"], []),
}


@pytest.mark.parametrize(("key", "values"), TIGHTER.items(), ids=TIGHTER)
def test_a_change_may_tighten(repository: Repository, key: str, values: tuple[Any, Any]) -> None:
    repository.main({"main.tf": SINGLE, "drlint.yaml": {key: values[0]}})
    chosen = {"select": (), "ignore": ("--select", POLICY, "--select", "kms-rotation")}.get(key, ("--select", "rds-*"))
    gate = ("--ignore", "rds-instance-encrypted") if key == "exit_zero" else ()
    assert drlint("check", ".", *REF, *chosen, *gate).code == 0
    repository.commit({"drlint.yaml": {key: values[1]}})
    ran = drlint("check", ".", "-o", "json", *REF, *chosen, *gate)
    assert ran.code == 1
    assert judged(ran)
    assert "tightens the gate (drlint.yaml:1); in force already" in told(*chosen, *gate)


def test_what_both_say_differently_is_held_together(repository: Repository) -> None:
    repository.main({"main.tf": SINGLE, "drlint.yaml": {"ignore": ["rds-*"], "select": [POLICY, "rds-final-snapshot"]}})
    repository.commit({"drlint.yaml": {"ignore": ["rds-final-snapshot", "kms-rotation"], "select": [POLICY]}})
    found = drlint("check", ".", "-o", "json", *REF)
    assert dict(judged(found)).keys() == {POLICY}  # what both ignore is ignored, what either selects is selected
    assert "gate-loosened drlint.yaml:1: ignore in drlint.yaml goes from" in told()


def test_a_configuration_that_is_gone_still_rules(repository: Repository) -> None:
    repository.main({"main.tf": SINGLE, "drlint.yaml": {"profile": "strict", "world": "closed"}})
    repository.commit({"drlint.yaml": None})
    ran = checked(*ONLY)
    assert ran.code == 1
    assert ran.report["world"]["because"] == "configured as closed"
    assert "gate-loosened drlint.yaml:None: profile in drlint.yaml goes from strict to default" in told(*ONLY)


def test_a_nearer_configuration_does_not_take_over(repository: Repository) -> None:
    """Neither of drlint's own name nor of another, nor in a folder that ends the search."""
    repository.main({"live/eu/main.tf": SINGLE, "drlint.yaml": {"fail_on": "low"}})
    for name in ("live/drlint.yaml", "live/eu/.drlint.yaml", "live/eu/.github/drlint.yaml"):
        repository.commit({name: {"exit_zero": True, "ignore": [POLICY]}})
        assert checked(*ONLY).code == 1, name
        repository.commit({name: None})
    repository.commit({"live/eu/pyproject.toml": "[tool.drlint]\nexit_zero = true\n"})
    assert checked(*ONLY).code == 1


def test_each_root_has_the_refs_nearest(repository: Repository) -> None:
    repository.main(
        {
            "prod/main.tf": SINGLE,
            "sandbox/main.tf": SINGLE,
            "drlint.yaml": {"fail_on": "low"},
            "sandbox/drlint.yaml": {"exit_zero": True},
        }
    )
    assert drlint("check", "sandbox", *REF, *ONLY).code == 0
    assert drlint("check", "prod", *REF, *ONLY, *QUIET).code == 1
    repository.commit({"sandbox/drlint.yaml": None, "prod/drlint.yaml": {"exit_zero": True}})
    assert drlint("check", "prod", *REF, *ONLY, *QUIET).code == 1
    ran = checked(*ONLY)
    assert [each["roots"] for each in ran.report["configurations"]] == [["prod"], ["sandbox"]]


def test_settings_without_a_direction_are_the_refs(repository: Repository) -> None:
    kept = 'resource "aws_db_instance" "orders" {\n  backup_retention_period = 14\n}\n'
    policy = "rds-instance-backup-retention"
    repository.main({"main.tf": kept, "drlint.yaml": {"parameters": {policy: {"minimum_days": 30}}}})
    repository.commit({"drlint.yaml": {"parameters": {policy: {"minimum_days": 1}}}})
    ran = checked("--select", policy)
    assert ran.code == 1
    assert "gate-changed drlint.yaml:1: parameters in drlint.yaml goes from" in told("--select", policy)


def test_what_is_declared_elsewhere_needs_the_ref(repository: Repository) -> None:
    copies = "rds-cross-region-copy-exists"
    said = {"policy": copies, "where": "infra/dr", "owner": "platform"}
    repository.main({"main.tf": SINGLE, "drlint.yaml": {"world": "closed"}})
    repository.commit({"drlint.yaml": {"world": "closed", "elsewhere": [said]}})
    assert checked("--select", copies).code == 1
    repository.main({})
    assert checked("--select", copies).code == 0


def test_flags_are_of_whoever_wrote_the_workflow(repository: Repository, tmp_path: Path) -> None:
    repository.main({"main.tf": SINGLE, "drlint.yaml": {"fail_on": "low"}})
    assert checked(*ONLY, "--exit-zero").code == 0
    outside = written(tmp_path / "gate.yaml", {"exit_zero": True})
    assert checked(*ONLY, "--config", str(outside)).code == 0
    repository.commit({"drlint.yaml": {"exit_zero": True}})
    assert checked(*ONLY, "--config", "drlint.yaml").code == 1  # a place in the repository means the ref's text
    repository.commit({"ci/gate.yaml": {"exit_zero": True}})
    ran = checked(*ONLY, "--config", "ci/gate.yaml")
    assert ran.code == 2
    assert ran.complaints == ["drlint: origin/main:ci/gate.yaml: no such file"]


def test_own_policies_are_the_refs(repository: Repository) -> None:
    repository.main(
        {
            "main.tf": SINGLE,
            "drlint.yaml": {"policies": ["own"], "select": ["never", "another"]},
            "own/mine/never.yaml": NEVER.format(require="false"),
            "own/mine/another.yaml": NEVER.format(require="true"),
        }
    )
    assert [each["policy"] for each in checked().report["findings"]] == ["never"]
    repository.commit({"own/mine/never.yaml": NEVER.format(require="true")})
    ran = checked()
    assert [each["policy"] for each in ran.report["findings"]] == ["never"]
    assert "gate-changed own/mine/never.yaml:None: never.yaml goes from a policy to another text" in told()
    repository.commit({"own/mine/never.yaml": None})
    ran = checked()
    assert ran.code == 1
    assert "gate-loosened own/mine/never.yaml:None: never.yaml goes from a policy to not there" in told()
    repository.commit({"own/mine/another.yaml": None})  # nothing is left of the folder
    assert checked().code == 1
    git(repository.top, "checkout", "--quiet", "origin/main", "--", "own")
    repository.commit({"drlint.yaml": {}})
    assert checked().code == 1


def test_a_folder_of_policies_that_becomes_a_link_rules_still(repository: Repository) -> None:
    repository.main(
        {"main.tf": HEALTHY, "drlint.yaml": {"policies": ["own"]}, "own/a/never.yaml": NEVER.format(require="false")}
    )
    repository.commit({"own/a/never.yaml": None, "other/a/kind.yaml": NEVER.format(require="true")})
    (repository.top / "own/a").rmdir() if (repository.top / "own/a").exists() else None
    (repository.top / "own").rmdir()
    (repository.top / "own").symlink_to("other")
    repository.commit({})
    assert "never" in {each["policy"] for each in checked().report["findings"]}
    link = repository.top.parent / "link"
    link.symlink_to(repository.top)
    ran = drlint("check", link, *REF, "-o", "json", "--select", "never", "--policies", link / "own")
    assert ran.code == 1


def test_new_policies_judge_already(repository: Repository) -> None:
    repository.main({"main.tf": SINGLE, "drlint.yaml": {"fail_on": "critical"}})
    repository.commit({"drlint.yaml": {"policies": ["own"]}, "own/mine/never.yaml": NEVER.format(require="false")})
    ran = checked()
    assert ran.code == 1
    assert "never" in {each["policy"] for each in ran.report["findings"]}
    assert "own/mine/never.yaml not there → a policy tightens the gate" in told()


def test_a_python_policy_of_the_change_is_never_run(repository: Repository) -> None:
    marker = repository.top / "ran"
    repository.main(
        {"main.tf": HEALTHY, "drlint.yaml": {"policies": ["own"]}, "own/a/old.yaml": NEVER.format(require="true")}
    )
    repository.commit({"own/a/evil.py": f"open({str(marker)!r}, 'w')\n"})
    ran = checked("--select", "old", "--allow-python-policies")
    assert (ran.code, marker.exists()) == (0, False)
    assert "own/a/evil.py not there → a policy tightens the gate (own/a/evil.py); not in force" in told(
        "--select", "old"
    )
    assert checked("--select", "old").code == 0
    repository.main({})
    assert checked("--select", "old").code == 2  # the ref's own one needs the flag
    marker.unlink(missing_ok=True)
    checked("--select", "old", "--allow-python-policies")
    assert marker.exists()


def test_what_only_the_ref_has_changed_is_no_change(repository: Repository) -> None:
    """The branch is older than a setting on main; merging it would not take that back."""
    repository.main({"main.tf": SINGLE, "drlint.yaml": {"fail_on": "critical"}})
    begun = git(repository.top, "rev-parse", "HEAD")
    repository.main({"drlint.yaml": {"fail_on": "low"}})
    git(repository.top, "checkout", "--quiet", "-B", "older", begun)
    ran = checked(*ONLY)
    assert ran.code == 1
    assert "loosen" not in told(*ONLY)
    repository.commit({"drlint.yaml": {"fail_on": "high"}})
    assert "fail_on in drlint.yaml goes from low to high" in told(*ONLY)


def test_a_plan_is_ruled_by_the_ref_as_well(repository: Repository) -> None:
    repository.main({"infra/drlint.yaml": {"fail_on": "low"}, "infra/.gitkeep": ""})
    repository.commit({"infra/drlint.yaml": {"exit_zero": True}})
    database = {"address": "aws_db_instance.a", "mode": "managed", "type": "aws_db_instance", "name": "a"}
    made = plan({**database, "change": {"actions": ["create"], "before": None, "after": {"multi_az": False}}})
    written(repository.top / "infra/plan.json", made)
    assert drlint("check", "infra/plan.json", *REF, *QUIET).code == 1
    assert drlint("check", "-", *REF, *QUIET, stdin=json.dumps(made).encode()).code == 1


def test_nothing_is_recalled(repository: Repository) -> None:
    """What a child process reads is not heard, so that a report could outlive the ref that it was made by."""
    repository.main({"main.tf": SINGLE, "drlint.yaml": {"exit_zero": True}})
    assert checked(*ONLY).code == 0
    head = repository.main({"drlint.yaml": {}})
    git(repository.top, "update-ref", "refs/remotes/origin/main", f"{head}~1")
    assert checked(*ONLY).code == 1  # the checked-out one is tighter
    git(repository.top, "update-ref", "refs/remotes/origin/main", head)
    assert checked(*ONLY).code == 1


def test_a_new_policy_takes_nobodys_parameters(repository: Repository) -> None:
    """With a former id it would be given what the ref's configuration says of that."""
    own = NEVER.format(require="parameters.most > 9") + "parameters: {most: 99}\nformerly: [old]\n"
    repository.main(
        {
            "main.tf": SINGLE,
            "drlint.yaml": {"policies": ["own"], "parameters": {"old": {"most": 1}}},
            "own/b/never.yaml": own,
        }
    )
    assert [each[0] for each in judged(checked("--select", "never"))] == ["never"]
    repository.commit({"own/a/evil.yaml": own})
    assert [each[0] for each in judged(checked("--select", "never"))] == ["never"]
    assert "own/a/evil.yaml not there → a policy tightens the gate (own/a/evil.yaml); not in force" in told()


def test_from_outside_the_repository(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.main({"live/main.tf": SINGLE, "live/drlint.yaml": {"fail_on": "low"}})
    repository.commit({"live/drlint.yaml": {"exit_zero": True}})
    monkeypatch.chdir(repository.top.parent)
    assert drlint("check", "repository/live", *REF, *ONLY, *QUIET).code == 1
    assert drlint("check", repository.top / "live", *REF, *ONLY, *QUIET).code == 1
    monkeypatch.chdir(repository.top / "live")
    assert drlint("check", *REF, *ONLY, *QUIET).code == 1
    assert drlint("check", "../live", *REF, *ONLY, *QUIET).code == 1


FORMS = ("text", "markdown", "sarif", "json", "github", "gitlab", "junit", "csv")


@pytest.mark.parametrize("form", FORMS)
def test_every_report_tells_of_it(repository: Repository, form: str) -> None:
    """Also where the file is gone on whose line it would stand."""
    hostile = "<img src=x>|::error::\x1b[2J"
    repository.main({"main.tf": HEALTHY, "drlint.yaml": {"fail_on": "medium"}})
    repository.commit({"drlint.yaml": None, ".drlint.yaml": {"exit_zero": True, "owner": hostile}})
    ran = drlint("check", ".", *REF, *ONLY, "-o", form)
    assert ran.code == 1
    assert "gate-loosened" in ran.out
    assert "exit_zero" in ran.out
    assert "\x1b" not in ran.out
    assert not any(line.lstrip().startswith("::error::") for line in ran.out.splitlines())
    if form == "markdown":
        assert "<img" not in ran.out


def test_a_loosened_gate_is_new(repository: Repository) -> None:
    """So that it fails a run that lets pass what was there before."""
    database = {"address": "aws_db_instance.a", "mode": "managed", "type": "aws_db_instance", "name": "a"}
    same = {"multi_az": False}
    made = plan({**database, "change": {"actions": ["no-op"], "before": same, "after": same}})
    repository.main({"drlint.yaml": {"fail_on": "low"}})
    written(repository.top / "plan.json", made)
    assert drlint("check", "plan.json", *REF, *ONLY).code == 1
    assert drlint("check", "plan.json", *REF, *ONLY, "--only-new").code == 0
    repository.has({"drlint.yaml": {"fail_on": "critical"}})
    assert drlint("check", "plan.json", *REF, *ONLY, "--only-new").code == 1


def test_nothing_of_it_can_be_waived_or_known(repository: Repository) -> None:
    repository.main({"main.tf": HEALTHY, "drlint.yaml": {"fail_on": "low"}})
    waiver = {"policy": "gate-*", "until": "2099-01-01", "owner": "mallory", "reason": "because I say so"}
    repository.commit({"drlint.yaml": {"fail_on": "critical"}})
    assert drlint("baseline", "create", ".", "--baseline", "known.json").code == 0
    repository.commit({"drlint.yaml": {"fail_on": "critical", "baseline": "known.json"}})
    assert drlint("check", ".", *REF, *ONLY).code == 1
    repository.commit({"drlint.yaml": {"fail_on": "critical", "waivers": [waiver]}})
    assert drlint("check", ".", *REF, *ONLY).code in {1, 2}
    repository.commit({"drlint.yaml": {"fail_on": "critical", "ignore": ["gate-loosened", "gate-changed"]}})
    assert drlint("check", ".", *REF, *ONLY).code == 1
    repository.commit({"drlint.yaml": {"fail_on": "critical", "rollout": {"gate-loosened": "observe"}}})
    assert drlint("check", ".", *REF, *ONLY).code == 1


def test_of_long_values_the_difference_is_shown(repository: Repository) -> None:
    common = [f"policy-of-the-user-number-{number}" for number in range(20)]
    policies = {f"own/a/{each}.yaml": NEVER.format(require="true") for each in common}
    said = {"policies": ["own"], "ignore": common}
    repository.main({"main.tf": HEALTHY, "drlint.yaml": said, **policies})
    repository.commit({"drlint.yaml": {**said, "ignore": [*common, POLICY]}})
    assert f'ignore in drlint.yaml goes from less to ["{POLICY}"]' in told()
    repository.commit({"drlint.yaml": {**said, "parameters": {"rds-instance-backup-retention": {"minimum_days": 1}}}})
    assert 'from not set to {"rds-instance-backup-retention": {"minimum_days": 1}}' in told()
