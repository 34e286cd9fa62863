"""The baseline: what was there is set aside, what is new or worse is not, and the file merges in git."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drlint.cli import keys
from tests.cli.running import Outcome, drlint
from tests.readers.plan_json import block, change, module, plan, provider

_SCHEMA = json.loads((Path(keys.__file__).parent / "schemas" / "baseline-1.schema.json").read_text(encoding="utf-8"))
_RETENTION = "rds-instance-backup-retention"
_SELECT = ("--select", _RETENTION, "--select", "s3-versioning")


def _database(name: str, days: int, more: str = "") -> str:
    return (
        f'resource "aws_db_instance" "{name}" {{\n'
        f'  instance_class = "db.r6g.large"\n  backup_retention_period = {days}\n{more}}}\n'
    )


def _bucket(name: str) -> str:
    return f'resource "aws_s3_bucket" "{name}" {{\n  bucket = "{name}"\n}}\n'


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A repository in which we stand; called with the source of a root, it is written there."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)

    def write(*source: str, root: str = "infra") -> None:
        folder = tmp_path / root
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "main.tf").write_text("".join(source), encoding="utf-8")

    return write


def _baseline(action: str, *more: str) -> Outcome:
    return drlint("baseline", action, ".", *_SELECT, *more)


def _check(*more: str) -> Outcome:
    return drlint("check", ".", "--no-cache", "--baseline", "drlint-baseline.json", "-o", "json=-", *_SELECT, *more)


def _entries(path: str = "drlint-baseline.json") -> list[dict[str, Any]]:
    document = json.loads(Path(path).read_text(encoding="utf-8"))
    jsonschema.validate(document, _SCHEMA)
    return [each for each in document["entries"] if each is not None]


def _resources(findings: list[dict[str, Any]]) -> list[str]:
    return [each["resource"] for each in findings]


def test_what_was_there_is_set_aside(repository: Callable[..., None]) -> None:
    repository(_database("orders", 5), _bucket("a"))
    assert _baseline("create").code == 0
    checked = _check()
    assert checked.code == 0
    assert checked.report["findings"] == []
    assert sorted(_resources(checked.report["baseline"])) == ["aws_db_instance.orders", "aws_s3_bucket.a"]
    assert checked.report["counts"]["baseline"] == 2
    assert checked.report["compared"] == ["the baseline drlint-baseline.json"]


def test_where_configuration_names_it_already_nobody_is_asked_to(repository: Callable[..., None]) -> None:
    repository(_database("orders", 5))
    Path("drlint.yaml").write_text("baseline: known.json\n", encoding="utf-8")
    assert drlint("baseline", "create", *_SELECT).out.endswith("Next: commit it; drlint check goes by it\n")
    assert drlint("check", ".", "--no-cache", *_SELECT).code == 0


@pytest.mark.parametrize("flags", [(), ("--only-new",)], ids=["all", "only new"])
def test_a_new_bucket_is_a_finding(repository: Callable[..., None], flags: tuple[str, ...]) -> None:
    repository(_bucket("a"))
    _baseline("create")
    repository(_bucket("a"), _bucket("b"))
    checked = _check(*flags)
    assert checked.code == 1
    assert [(each["resource"], each["posture"]) for each in checked.report["findings"]] == [("aws_s3_bucket.b", "new")]


def test_what_got_worse_is_a_finding_with_both_numbers(repository: Callable[..., None]) -> None:
    repository(_database("orders", 5))
    _baseline("create")
    repository(_database("orders", 2))
    checked = _check("--only-new")
    assert checked.code == 1
    [found] = checked.report["findings"]
    assert (found["posture"], found["was"]) == ("worse", "backup_retention_period: 5 → 2 days")
    repository(_database("orders", 6))
    assert _check().code == 0


def test_more_severe_than_it_was_is_worse(repository: Callable[..., None]) -> None:
    repository(_database("orders", 5))
    _baseline("create", "--profile", "sandbox")
    [found] = _check().report["findings"]
    assert (found["posture"], found["was"]) == ("worse", "medium → high")


def test_the_same_address_in_another_root_is_another_finding(repository: Callable[..., None]) -> None:
    repository(_bucket("a"), root="one")
    _baseline("create")
    repository(_bucket("a"), root="two")
    checked = _check()
    assert checked.code == 1
    assert [(each["root"], each["resource"]) for each in checked.report["findings"]] == [("two", "aws_s3_bucket.a")]


def test_what_is_fixed_is_told_and_pruned(repository: Callable[..., None]) -> None:
    repository(_database("orders", 5), _bucket("a"), _bucket("gone"))
    _baseline("create")
    repository(_database("orders", 14), _bucket("a"))
    [told] = _check().report["baselines"]
    assert _resources(told["fixed"]) == ["aws_db_instance.orders"]
    assert _resources(told["gone"]) == ["aws_s3_bucket.gone"]
    said = " ".join(drlint("check", ".", "--no-cache", "--baseline", "drlint-baseline.json", *_SELECT).out.split())
    assert "1 is fixed and 1 has nothing left to judge: drlint baseline prune takes them out." in said
    assert "1 fixed" in said
    pruned = _baseline("prune")
    assert "1 fixed, 1 gone and 0 of policies that there are not taken out, 1 left" in pruned.out
    assert _resources(_entries()) == ["aws_s3_bucket.a"]
    assert _check().code == 0


def test_what_no_longer_applies_is_gone_and_not_fixed(repository: Callable[..., None]) -> None:
    """No backups are kept any more, so that none can go with the database."""
    lost = ("--select", "rds-keep-automated-backups")
    repository(_database("orders", 14))
    drlint("baseline", "create", *lost)
    repository(_database("orders", 0))
    flags = ("--baseline", "drlint-baseline.json", "-o", "json=-")
    report = drlint("check", ".", "--no-cache", *lost, *flags).report
    [told] = report["baselines"]
    assert (told["fixed"], _resources(told["gone"])) == ([], ["aws_db_instance.orders"])
    assert report["counts"]["fixed"] == 0


def test_what_a_run_does_not_judge_is_not_fixed(repository: Callable[..., None]) -> None:
    repository(_database("orders", 5), _bucket("a"), root="one")
    repository(_bucket("b"), root="two")
    _baseline("create")
    before = Path("drlint-baseline.json").read_bytes()
    repository(root="one")
    repository(root="two")
    flags = ("--select", "s3-versioning", "--min-severity", "critical", "--baseline", "drlint-baseline.json")
    [told] = drlint("check", "two", "--no-cache", "-o", "json=-", *flags).report["baselines"]
    assert _resources(told["gone"]) == ["aws_s3_bucket.b"]
    assert told["not_judged"] == 2
    drlint("baseline", "update", "two", "--select", "s3-versioning")
    assert [(each["root"], each["resource"]) for each in _entries()] == [
        ("one", "aws_db_instance.orders"),
        ("one", "aws_s3_bucket.a"),
    ]
    assert before != Path("drlint-baseline.json").read_bytes()


@pytest.mark.parametrize(
    "now",
    [
        'variable "days" { type = number }\n' + _database("orders", 0).replace("= 0", "= var.days"),
        'variable "n" { type = number }\n' + _database("orders", 5, "  count = var.n\n"),
        'module "m" {\n  source = "./missing"\n}\n',
    ],
    ids=["unknown value", "unknown number", "unread module"],
)
def test_what_cannot_be_told_is_not_fixed(repository: Callable[..., None], now: str) -> None:
    repository(_database("orders", 5, "  count = 1\n" if "var.n" in now else ""))
    _baseline("create")
    repository(now)
    [told] = _check().report["baselines"]
    assert (told["fixed"], told["gone"], told["not_judged"]) == ([], [], 1)


@pytest.mark.parametrize(
    ("was", "now", "moved"),
    [
        (_bucket("a"), _bucket("b"), "from = aws_s3_bucket.a\n  to = aws_s3_bucket.b"),
        (
            _bucket("a"),
            _bucket("a").replace("{\n", "{\n  count = 1\n"),
            "from = aws_s3_bucket.a\n  to = aws_s3_bucket.a[0]",
        ),
        (
            'module "a" {\n  source = "../m"\n}\n',
            'module "b" {\n  source = "../m"\n  for_each = {x = 1}\n}\n',
            'from = module.a\n  to = module.b["x"]',
        ),
        (
            'module "a" {\n  source = "../m"\n  count = 2\n}\n',
            'module "b" {\n  source = "../m"\n  count = 2\n}\n',
            "from = module.a\n  to = module.b",
        ),
    ],
    ids=["resource", "into an instance", "module into an instance", "module with instances"],
)
def test_what_moved_is_known_at_its_new_address(
    repository: Callable[..., None], was: str, now: str, moved: str
) -> None:
    repository(_bucket("inside"), root="m")
    repository(was)
    _baseline("create")
    repository(now)
    assert _check().code == 1
    repository(now, f"moved {{\n  {moved}\n}}\n")
    checked = _check()
    assert checked.code == 0
    assert checked.report["baselines"] == [
        {"path": "drlint-baseline.json", "fixed": [], "gone": [], "stale": [], "not_judged": 0}
    ]


def test_what_moved_within_a_module_is_known_in_each_of_its_instances(repository: Callable[..., None]) -> None:
    repository('module "a" {\n  source = "../m"\n  count = 2\n}\n')
    repository(_bucket("x"), root="m")
    _baseline("create")
    repository('module "a" {\n  source = "../m"\n  count = 3\n}\n')
    moved = "moved {\n  from = aws_s3_bucket.x\n  to = aws_s3_bucket.y\n}\n"
    repository(_bucket("y"), moved, "moved {\n  from = aws_s3_bucket.y\n  to = aws_s3_bucket.z\n}\n", root="m")
    repository(_bucket("z"), moved, "moved {\n  from = aws_s3_bucket.y\n  to = aws_s3_bucket.z\n}\n", root="m")
    assert _resources(_check().report["findings"]) == ["module.a[2].aws_s3_bucket.z"]


def _planned(days: int, before: int | None, name: str = "orders", **more: Any) -> None:
    def values(number: int) -> dict[str, Any]:
        return {"identifier": "orders", "instance_class": "db.r6g.large", "backup_retention_period": number}

    then = None if before is None else values(before)
    actions = ("create",) if before is None else ("update",)
    changed = change(f"aws_db_instance.{name}", values(days), before=then, actions=actions, **more)
    Path("plan.json").write_bytes(
        plan(changed, root=module(block(f"aws_db_instance.{name}")), providers={"aws": provider("eu-central-1")})
    )


@pytest.mark.usefixtures("repository")
def test_a_plan_that_moves_a_resource_is_followed() -> None:
    _planned(5, 5)
    _baseline("create")
    _planned(5, 5, name="new", previous_address="aws_db_instance.orders")
    checked = _check()
    assert checked.code == 0
    assert _resources(checked.report["baseline"]) == ["aws_db_instance.new"]


@pytest.mark.usefixtures("repository")
def test_what_a_plan_takes_away_is_never_known() -> None:
    _planned(2, None)
    drlint("baseline", "create", ".", *_SELECT, "--select", "plan-weakens-recovery")
    assert _check().code == 0
    _planned(2, 35)  # it was mended since, and nobody pruned
    checked = _check("--select", "plan-weakens-recovery")
    assert checked.code == 1
    assert {(each["policy"], each["posture"]) for each in checked.report["findings"]} == {
        (_RETENTION, "new"),
        ("plan-weakens-recovery", "new"),
    }
    updated = drlint("baseline", "update", ".", *_SELECT, "--select", "plan-weakens-recovery")
    assert "1 finding left out: a baseline knows nothing of what a plan does" in updated.out
    assert {each["policy"] for each in _entries()} == {_RETENTION}


def test_update_accepts_what_is_there_and_says_what_changed(repository: Callable[..., None]) -> None:
    repository(_database("orders", 5), _bucket("a"), _bucket("b"))
    _baseline("create")
    repository(_database("orders", 2), _bucket("b"), _bucket("c"))
    updated = _baseline("update")
    assert updated.code == 0
    assert "1 added, 1 worse, 1 taken out, 1 as before" in updated.out
    assert "backup_retention_period: 5 → 2 days" in updated.out
    assert _check().code == 0
    assert "0 added, 0 worse, 0 taken out, 3 as before" in _baseline("update").out


def test_create_overwrites_nothing(repository: Callable[..., None]) -> None:
    repository(_bucket("a"))
    _baseline("create")
    again = _baseline("create")
    assert again.code == 2
    assert "drlint-baseline.json: exists already; drlint baseline update takes in what is new" in again.err


def test_the_same_estate_gives_the_same_file(repository: Callable[..., None]) -> None:
    repository(_bucket("b"), _bucket("a"), _database("orders", 5))
    _baseline("create")
    first = Path("drlint-baseline.json").read_bytes()
    repository("\n\n", _database("orders", 5), _bucket("a"), _bucket("b"))
    _baseline("update")
    assert Path("drlint-baseline.json").read_bytes() == first


def test_branches_merge(repository: Callable[..., None]) -> None:
    repository(_bucket("b"), _bucket("m"))
    _baseline("create")
    versions = {"base": [_bucket("b"), _bucket("m")], "ours": [_bucket("a"), _bucket("b"), _bucket("m")]}
    versions["theirs"] = [_bucket("b"), _bucket("m"), _bucket("z")]
    for name, source in versions.items():
        repository(*source)
        _baseline("update")
        Path("drlint-baseline.json").rename(f"{name}.json")
        Path("drlint-baseline.json").write_bytes(Path("base.json").read_bytes())
    merged = subprocess.run(
        ["git", "merge-file", "-p", "ours.json", "base.json", "theirs.json"], check=True, capture_output=True
    )
    Path("drlint-baseline.json").write_bytes(merged.stdout)
    repository(*versions["ours"], _bucket("z"))
    assert _check().code == 0
    assert [each["resource"] for each in _entries()] == [f"aws_s3_bucket.{name}" for name in "abmz"]


def test_each_configuration_may_name_its_own_and_a_flag_rules_all(repository: Callable[..., None]) -> None:
    for root in ("one", "two"):
        repository(_bucket("a"), root=root)
        Path(root, "drlint.yaml").write_text("baseline: known.json\n", encoding="utf-8")
    missing = drlint("check", ".", "--no-cache", *_SELECT)
    assert missing.code == 2
    assert "one/known.json: no such baseline; drlint baseline create writes one" in missing.err
    assert drlint("baseline", "create", ".", *_SELECT).code == 0
    assert [each["root"] for each in _entries("two/known.json")] == ["two"]
    assert drlint("check", ".", "--no-cache", *_SELECT).code == 0
    assert drlint("baseline", "create", ".", *_SELECT, "--baseline", "all.json").code == 0
    assert [each["root"] for each in _entries("all.json")] == ["one", "two"]
    checked = drlint("check", ".", "--no-cache", "-o", "json=-", *_SELECT, "--baseline", "all.json")
    assert checked.code == 0
    assert checked.report["baselines"] == [{"path": "all.json", "fixed": [], "gone": [], "stale": [], "not_judged": 0}]


def test_an_entry_of_a_policy_that_is_gone_is_stale(repository: Callable[..., None]) -> None:
    repository(_bucket("a"))
    policies = Path("own")
    policies.mkdir()
    policy = (
        "title: A bucket is named\nseverity: low\nchecklist: change-management\napplies_to: [aws_s3_bucket]\n"
        "require: resource.bucket == 'b'\nmessage: no\nwhy: so\nfix: name it\n"
        "controls: {aws-well-architected: [REL09-BP01]}\n{more}"
        'examples:\n  - pass: |\n      resource "aws_s3_bucket" "a" { bucket = "b" }\n'
        '  - fail: |\n      resource "aws_s3_bucket" "a" { bucket = "a" }\n'
    )
    (policies / "bucket-named.yaml").write_text(policy.replace("{more}", ""), encoding="utf-8")
    own = ("--policies", "own", "--select", "bucket-*")
    assert drlint("baseline", "create", "infra", *own).code == 0
    (policies / "bucket-named.yaml").rename(policies / "bucket-called.yaml")
    (policies / "bucket-called.yaml").write_text(policy.replace("{more}", "formerly: [bucket-named]\n"))
    flags = ("--no-cache", "-o", "json=-", "--baseline", "drlint-baseline.json")
    renamed = drlint("check", "infra", *flags, *own).report
    assert (len(renamed["baseline"]), renamed["findings"]) == (1, [])
    [told] = drlint("check", "infra", *flags, *_SELECT).report["baselines"]
    assert [each["policy"] for each in told["stale"]] == ["bucket-named"]
    assert "0 fixed, 0 gone and 1 of policies that there are not taken out, 0 left" in _baseline("prune").out


_ESTATES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(0, 9), st.integers(1, 3), st.sampled_from(["one", "two"])),
    min_size=1,
    max_size=6,
    unique_by=lambda each: (each[0], each[3]),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(estate=_ESTATES, data=st.data())
def test_each_entry_answers_for_exactly_one_finding(
    repository: Callable[..., None], estate: list[tuple[str, int, int, str]], data: st.DataObject
) -> None:
    for root in ("one", "two"):
        mine = [each for each in estate if each[3] == root]
        repository(*(_database(name, days, f"  count = {number}\n") for name, days, number, _ in mine), root=root)
    Path("drlint-baseline.json").unlink(missing_ok=True)
    assert _baseline("create").code == 0
    assert _check().report["findings"] == []
    document = json.loads(Path("drlint-baseline.json").read_text(encoding="utf-8"))
    entries = document["entries"]
    if len(entries) == 1:  # nothing but the end
        return
    gone = entries.pop(data.draw(st.integers(0, len(entries) - 2)))
    Path("drlint-baseline.json").write_text(json.dumps(document), encoding="utf-8")
    checked = _check().report
    assert [each["fingerprint"] for each in checked["findings"]] == [gone["fingerprint"]]
    assert len(checked["baseline"]) == len(entries) - 1


def test_an_entry_counts(repository: Callable[..., None]) -> None:
    repository(_bucket("a"))
    _baseline("create")
    document = json.loads(Path("drlint-baseline.json").read_text(encoding="utf-8"))
    document["entries"][0]["count"] = 3
    Path("drlint-baseline.json").write_text(json.dumps(document), encoding="utf-8")
    checked = _check()
    assert checked.code == 0
    assert [each["count"] for each in checked.report["baselines"][0]["fixed"]] == [2]
    _baseline("prune")
    assert [each.get("count", 1) for each in _entries()] == [1]


def test_a_report_is_not_recalled_with_another_baseline(repository: Callable[..., None]) -> None:
    repository(_bucket("a"), _bucket("b"))
    _baseline("create")
    flags = ("--baseline", "drlint-baseline.json", *_SELECT)
    assert [drlint("check", ".", *flags).code for _ in range(2)] == [0, 0]
    path = Path("drlint-baseline.json")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:4], *lines[5:]]), encoding="utf-8")
    assert [drlint("check", ".", *flags).code for _ in range(2)] == [1, 1]


def test_as_many_as_there_were_are_known(repository: Callable[..., None]) -> None:
    """Findings that nothing tells apart are counted: one more is one too many."""
    policy = """\
"One finding for each rule of a bucket."

from drlint.policy import Case, Policy

policy = Policy(
    title="A bucket has no tags", severity="low", checklist="change-management",
    applies_to=("aws_s3_bucket",), why="so", fix="take them off",
)


@policy.check
def check(case: Case) -> None:
    for _ in range(int(case.resource["bucket"].rpartition("-")[2])):
        case.fail("one of them")


policy.fails('''resource "aws_s3_bucket" "a" { bucket = "a-1" }''')
policy.passes('''resource "aws_s3_bucket" "a" { bucket = "a-0" }''')
"""
    Path("own").mkdir()
    Path("own", "bucket-untagged.py").write_text(policy, encoding="utf-8")
    flags = ("--policies", "own", "--allow-python-policies", "--select", "bucket-untagged")
    for number, findings in ((3, 0), (2, 0), (5, 2)):
        repository(f'resource "aws_s3_bucket" "a" {{\n  bucket = "a-{number}"\n}}\n')
        if number == 3:
            assert drlint("baseline", "create", "infra", *flags).code == 0
            assert [each["count"] for each in _entries()] == [3]
        checked = drlint("check", "infra", "--no-cache", "-o", "json=-", "--baseline", "drlint-baseline.json", *flags)
        assert len(checked.report["findings"]) == findings
        assert len(checked.report["baseline"]) == min(number, 3)
        assert sum(each["count"] for each in checked.report["baselines"][0]["fixed"]) == max(3 - number, 0)


_ESTATES_ON_DISK = Path(__file__).parent.parent.parent / "fixtures" / "estates"


@pytest.mark.parametrize("estate", ["no-backups", "pilot-light", "single-region", "warm-standby", "active-active"])
@pytest.mark.parametrize("first", ["source", "plan"])
@pytest.mark.usefixtures("repository")
def test_what_source_shows_is_known_in_its_plan_and_the_other_way_round(estate: str, first: str) -> None:
    shutil.copytree(_ESTATES_ON_DISK / estate, "infra")
    Path("infra", "plan.json").rename("kept.json")

    def stand(what: str) -> None:
        if what == "plan":
            shutil.copy("kept.json", Path("infra", "plan.json"))
        else:
            Path("infra", "plan.json").unlink(missing_ok=True)

    stand(first)
    assert drlint("baseline", "create", "infra").code in {0, 4}
    stand("plan" if first == "source" else "source")
    checked = drlint("check", "infra", "--no-cache", "-o", "json=-", "--baseline", "drlint-baseline.json").report
    assert [(each["policy"], each["resource"], each.get("was")) for each in checked["findings"]] == []
    assert checked["baselines"][0]["fixed"] == []


_WAIVED = '# drlint: waive[s3-versioning] until=2027-01-31 owner=payments ticket=OPS-1 reason="it moves in January"\n'
_THEN = ("--as-of", "2026-12-01")


def test_what_is_waived_is_not_taken_for_known_nor_for_fixed(repository: Callable[..., None]) -> None:
    repository(_bucket("a"), _WAIVED, _bucket("b"))
    created = _baseline("create", *_THEN)
    assert "1 waived finding left out" in created.out
    assert _resources(_entries()) == ["aws_s3_bucket.a"]
    repository(_WAIVED, _bucket("a"), _WAIVED, _bucket("b"))
    checked = _check(*_THEN).report
    assert (checked["findings"], checked["baseline"], len(checked["waived"])) == ([], [], 2)
    assert checked["baselines"][0]["fixed"] == []
    _baseline("prune", *_THEN)
    assert _resources(_entries()) == ["aws_s3_bucket.a"]
    _baseline("update", *_THEN)
    assert _entries() == []


def test_what_is_wrong_with_a_waiver_is_never_known(repository: Callable[..., None]) -> None:
    repository(_WAIVED.replace("2027-01-31", "2026-01-31"), _bucket("a"))
    created = drlint("baseline", "create", ".", "--select", "s3-versioning", "--select", "waiver-expired", *_THEN)
    assert "1 finding left out: a baseline knows nothing of what a plan does, nor of waivers" in created.out
    checked = _check("--select", "waiver-expired", *_THEN)
    assert checked.code == 1
    assert [each["policy"] for each in checked.report["findings"]] == ["waiver-expired"]


def test_what_another_root_provides_is_not_fixed(repository: Callable[..., None]) -> None:
    repository(_bucket("a"))
    flags = ("--select", "s3-replication-configured", "--world", "closed", "--no-cache")
    assert drlint("baseline", "create", "infra", *flags[:-1]).code == 0
    provided = "{policy: s3-replication-configured, where: infra/dr, owner: platform}"
    Path("infra", "drlint.yaml").write_text(f"elsewhere: [{provided}]\n", encoding="utf-8")
    checked = drlint("check", "infra", *flags, "-o", "json=-", "--baseline", "drlint-baseline.json").report
    assert (checked["findings"], checked["baseline"]) == ([], [])
    assert checked["baselines"][0]["fixed"] == []


def test_both_sides_of_a_conflict_are_put_right_by_update(repository: Callable[..., None]) -> None:
    for name, days in (("base", 5), ("ours", 4), ("theirs", 3)):
        repository(_database("orders", days))
        Path("drlint-baseline.json").unlink(missing_ok=True)
        _baseline("create")
        Path("drlint-baseline.json").rename(f"{name}.json")
    merge = ["git", "merge-file", "-p", "ours.json", "base.json", "theirs.json"]
    conflict = subprocess.run(merge, check=False, capture_output=True)
    Path("drlint-baseline.json").write_bytes(conflict.stdout)
    assert "has a merge conflict; take both sides and run drlint baseline update" in _check().err
    both = subprocess.run([*merge, "--union"], check=True, capture_output=True)
    Path("drlint-baseline.json").write_bytes(both.stdout)
    assert len(_entries()) == 2
    assert _baseline("update").code == 0
    assert [each["measured"][0]["value"] for each in _entries()] == [3]


def test_moves_in_json_are_followed(repository: Callable[..., None]) -> None:
    """Also where one block names more of an address than another, and keys hold what parts addresses."""
    repository(_bucket("inside"), root="m")
    repository('module "old" {\n  source = "../m"\n  for_each = toset(["a.b", "c[0]"])\n}\n')
    _baseline("create")
    repository('module "new" {\n  source = "../m"\n  for_each = toset(["a.b", "x"])\n}\n')
    moved = [
        {"from": "module.old", "to": "module.new"},
        {"from": 'module.old["c[0]"]', "to": 'module.new["x"]'},
    ]
    Path("infra", "moved.tf.json").write_text(json.dumps({"moved": moved}), encoding="utf-8")
    assert "0 added, 0 worse, 0 taken out, 2 under another name, 0 as before" in _baseline("update").out
    checked = _check()
    assert checked.code == 0
    assert sorted(_resources(checked.report["baseline"])) == [
        'module.new["a.b"].aws_s3_bucket.inside',
        'module.new["x"].aws_s3_bucket.inside',
    ]


@pytest.mark.parametrize(
    "moved", ["from = aws_s3_bucket.a", "from = 1\n  to = true", "from = var.x[*]\n  to = aws_s3_bucket.b"]
)
def test_a_moved_block_that_says_nothing_moves_nothing(repository: Callable[..., None], moved: str) -> None:
    repository(_bucket("a"))
    _baseline("create")
    repository(_bucket("b"), f"moved {{\n  {moved}\n}}\n")
    assert _check().code == 1


def test_moves_in_a_circle_end(repository: Callable[..., None]) -> None:
    repository(_bucket("a"))
    _baseline("create")
    circle = "".join(
        f"moved {{\n  from = aws_s3_bucket.{one}\n  to = aws_s3_bucket.{other}\n}}\n"
        for one, other in ("ab", "bc", "ca")
    )
    repository(_bucket("z"), circle)
    assert _resources(_check().report["findings"]) == ["aws_s3_bucket.z"]


@pytest.mark.parametrize("name", ["baseline", "difference"])
def test_the_schemas_are_published(name: str) -> None:
    assert json.loads(drlint("schema", name).out)["$id"] == f"urn:drlint:{name}-1"
