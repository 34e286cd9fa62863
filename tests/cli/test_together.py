"""Several inputs at once: context never silences, elsewhere takes only absences, roots depend on the file alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from drlint.cli.checking import check
from drlint.cli.inputs import root_of
from drlint.cli.main import cli
from drlint.model.errors import DrlintError

ESTATES = Path(__file__).parent.parent.parent / "fixtures" / "estates"


def _report(folder: Path, *paths: Path, **flags: object) -> tuple[int, dict[str, list[dict[str, str]]]]:
    out = folder / "report.out"
    code = check([str(path) for path in paths], outputs=(f"json={out}",), **flags)
    return code, json.loads(out.read_text(encoding="utf-8"))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return Path(shutil.copy(ESTATES / "no-backups" / "plan.json", tmp_path / "plan.json"))


def test_context_of_the_same_addresses_does_not_silence(plan: Path) -> None:
    old = Path(shutil.copy(plan, plan.parent / "old.json"))
    alone, report = _report(plan.parent, plan)
    beside, with_context = _report(plan.parent, plan, context=(str(old),), world="open")
    assert alone == beside == 1
    assert len(with_context["findings"]) >= len(report["findings"]) > 0


def test_fingerprints_do_not_depend_on_what_else_is_given(plan: Path) -> None:
    shutil.copy(ESTATES / "pilot-light" / "plan.json", plan.parent / "other.plan.json")
    _, alone = _report(plan.parent, plan)
    _, both = _report(plan.parent, plan.parent, world="open")
    fingerprints = {each["fingerprint"] for each in both["findings"] + both["unknowns"]}
    assert {each["fingerprint"] for each in alone["findings"]} <= fingerprints


def test_two_plans_of_one_root_are_refused(plan: Path) -> None:
    other = Path(shutil.copy(plan, plan.parent / "other.json"))
    with pytest.raises(DrlintError, match="same root"):
        check([str(plan), str(other)], root="orders")


@pytest.mark.parametrize(
    ("name", "root"),
    [
        ("plan.json", ""),
        ("tfplan.json", ""),
        ("state.json", ""),
        ("prod.plan.json", "prod"),
        ("prod.tfplan.json", "prod"),
        ("prod.json", "prod"),
        ("infra/plan.json", "infra"),
        ("infra/prod.json", "infra/prod"),
    ],
)
def test_roots(name: str, root: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert root_of(name) == root


def _configured(plan: Path, text: str) -> None:
    (plan.parent / "drlint.yaml").write_text(text, encoding="utf-8")


def test_elsewhere_takes_what_is_missing_and_counts_it(plan: Path) -> None:
    entry = '{policy: rds-cross-region-copy-exists, addresses: ["aws_db_instance.*"], where: infra/dr, owner: platform}'
    _configured(plan, f"world: closed\nelsewhere: [{entry}]\n")
    _, report = _report(plan.parent, plan)
    assert not [each for each in report["findings"] if each["policy"] == "rds-cross-region-copy-exists"]
    assert report["elsewhere"][0]["set_aside"] == 1
    counts = report["counts"]["policies"]["rds-cross-region-copy-exists"]
    assert counts["fail"] == counts["unknown"] == 0


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("rds-instance-encrypted", "judges what stands here"),
        ("plan-weakens-recovery", "judges what stands here"),
        ("rds-cross-region-copy-exist", "did you mean"),
        ('"*"', "no policy is called"),
    ],
)
def test_elsewhere_takes_nothing_else(plan: Path, policy: str, said: str) -> None:
    _configured(plan, f"elsewhere: [{{policy: {policy}, where: x, owner: y}}]\n")
    with pytest.raises(DrlintError, match=said):
        check([str(plan)])


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ("{rds-instance-backup-retention: {minimum_dayz: 3}}", "no parameter"),
        ("{rds-instance-backup-retentions: {minimum_days: 3}}", "did you mean"),
    ],
)
def test_parameters_are_checked(plan: Path, parameters: str, said: str) -> None:
    _configured(plan, f"parameters: {parameters}\n")
    with pytest.raises(DrlintError, match=said):
        check([str(plan)])


def test_nothing_left_to_judge_is_a_mistake(plan: Path) -> None:
    with pytest.raises(DrlintError, match="no policy is left"):
        check([str(plan)], select=("encryption",), ignore=("encryption",))


def test_a_named_recovery_region_closes_the_world_only_where_it_is_in_view(plan: Path) -> None:
    _configured(plan, "objectives: {recovery_regions: [eu-west-1]}\n")
    _, report = _report(plan.parent, plan)
    assert report["world"]["is"] == "closed"
    _configured(plan, "objectives: {recovery_regions: [eu-north-1]}\n")
    _, report = _report(plan.parent, plan)
    assert report["world"]["is"] == "open"


def test_a_repository_cannot_have_its_python_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not through its configuration, by no command."""
    folder = tmp_path / "own" / "backups"
    folder.mkdir(parents=True)
    (folder / "mine.py").write_text("raise SystemExit(77)\n", encoding="utf-8")
    (tmp_path / "drlint.yaml").write_text("policies: [own]\n", encoding="utf-8")
    shutil.copy(ESTATES / "no-backups" / "plan.json", tmp_path / "plan.json")
    monkeypatch.chdir(tmp_path)
    for words in (["check", "plan.json"], ["config"], ["policies"], ["explain", "mine"]):
        with pytest.raises(DrlintError, match="allow-python-policies"):
            cli.main(words, standalone_mode=False)
