"""With `--trusted-ref` a document of the change steers the gate no milder than that of the ref."""

from __future__ import annotations

from pathlib import Path

import pytest

from .repositories import POLICY, SINGLE, Repository, git
from .running import Outcome, drlint

REF = ("--trusted-ref", "origin/main")
WORKLOAD = """\
workload:
  name: orders
  owner: team-orders
  tier: "1"
  members: [aws_db_instance.orders]
  primary_region: eu-west-1
  recovery_regions: [eu-central-1]
  test_every: quarterly
  mtpd: 8h
  data_residency: [eu-west-1, eu-central-1]
  third_parties: [{name: Cardflow, purpose: payments}]
  objectives:
    region: {rto: 1h, rpo: 5m}
"""
LOOSE = WORKLOAD.replace('tier: "1"', 'tier: "4"')
RUNBOOK = "runbook:\n  name: Failover\n  kind: failover\n  covers: [orders]\n  steps:\n    - action: Call the team\n"
TOLD = RUNBOOK + "  contacts: [night@example.org]\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = Repository(tmp_path / "repository")
    monkeypatch.chdir(made.top)
    made.main({"infra/main.tf": SINGLE, "dr/orders.yaml": WORKLOAD})
    return made


def checked(*more: str) -> Outcome:
    return drlint("check", ".", "-o", "json", *REF, *more)


def told(*more: str) -> list[str]:
    """What a run says of the gate."""
    report = checked(*more).report
    gate = [each for each in report["findings"] if each["policy"].startswith("gate-")]
    found = [f"{each['policy']}: {each['message']}" for each in gate]
    return [*found, *(each for each in report["notes"] if "tightens the gate" in each)]


def severity() -> str:
    return str(next(each["severity"] for each in checked().report["findings"] if each["policy"] == POLICY))


def test_what_stays_as_it_is_says_nothing(repository: Repository) -> None:
    repository.commit({"README.md": "x", "infra/main.tf": SINGLE + "# looked at\n"})
    assert told() == []
    repository.commit({"dr/orders.yaml": "# looked at\n" + WORKLOAD.replace("\n", "\r\n")})
    assert told() == []


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('tier: "1"', 'tier: "4"', "tier of workload orders"),
        ("rto: 1h", "rto: 8h", "RTO (region) of workload orders"),
        ("rpo: 5m", "rpo: 1h", "RPO (region) of workload orders"),
        ("mtpd: 8h", "mtpd: 3d", "mtpd of workload orders"),
        ("quarterly", "yearly", "test every of workload orders"),
        (
            "[eu-west-1, eu-central-1]\n  third",
            "[eu-west-1, eu-central-1, us-east-1]\n  third",
            "data residency of workload orders",
        ),
        ("  data_residency: [eu-west-1, eu-central-1]\n", "", "data residency of workload orders"),
        ("{name: Cardflow, purpose: payments}", "", "third party Cardflow of workload orders"),
        ("quarterly", "now and then", "test every of workload orders"),
        ("mtpd: 8h", "mtpd: 4:00:00", "mtpd of workload orders"),
        ('tier: "1"', "tier: gold", "tier of workload orders"),
        ("rto: 1h", "rto: soon", "RTO (region) of workload orders"),
        ("    region: {rto: 1h, rpo: 5m}\n", "    nothing\n", "RTO (region) of workload orders"),
        ("[aws_db_instance.orders]", "{a: {b: c}}", "member aws_db_instance.orders of workload orders"),
        ("    region: {rto: 1h, rpo: 5m}\n", "    zone: {rto: 1h, rpo: 5m}\n", "RTO (region) of workload orders"),
        ("[aws_db_instance.orders]", "[aws_lb.orders]", "member aws_db_instance.orders of workload orders"),
        (
            "[aws_db_instance.orders]",
            "[{address: aws_db_instance.orders, role: optional}]",
            "role of aws_db_instance.orders of workload orders",
        ),
    ],
)
def test_a_workload_that_asks_for_less_loosens(repository: Repository, was: str, becomes: str, said: str) -> None:
    repository.commit({"dr/orders.yaml": WORKLOAD.replace(was, becomes)})
    found = told()
    assert any(each.startswith(f"gate-loosened: {said}") for each in found), found
    repository.main({"dr/orders.yaml": WORKLOAD.replace(was, becomes)})
    repository.commit({"dr/orders.yaml": WORKLOAD})
    loosened = [each for each in told() if each.startswith("gate-loosened")]
    assert [each for each in loosened if "zone" not in each and "aws_lb" not in each] == []


def test_before_and_after_are_told(repository: Repository) -> None:
    repository.commit({"dr/orders.yaml": WORKLOAD.replace("rto: 1h", "rto: 8h").replace('"1"', '"3"')})
    found = "\n".join(told())
    assert "goes from 1 hour to 8 hours, which lets more through; this run does not go by it" in found
    assert "goes from 1 to 3, which lets more through" in found


def test_a_tier_that_a_change_loosens_makes_nothing_milder(repository: Repository) -> None:
    before = severity()
    repository.commit({"dr/orders.yaml": LOOSE})
    assert severity() == before
    repository.main({})
    assert severity() != before  # once it is merged, it is


def test_a_tier_that_a_change_tightens_holds_at_once(repository: Repository) -> None:
    repository.main({"dr/orders.yaml": LOOSE})
    mild = severity()
    repository.commit({"dr/orders.yaml": WORKLOAD})
    assert severity() != mild
    assert any("tier of workload orders 4 → 1 tightens the gate" in each for each in told())


def test_a_deleted_workload_still_steers(repository: Repository) -> None:
    repository.main({"dr/orders.yaml": LOOSE})
    mild = severity()
    repository.commit({"dr/orders.yaml": None})
    assert any(each.startswith("gate-loosened: workload orders") for each in told())
    found = next(each for each in checked().report["findings"] if each["policy"] == POLICY)
    assert (found["severity"], found["workload"]) == (mild, "orders")


def test_a_workload_that_moves_to_another_file_is_the_same(repository: Repository) -> None:
    repository.commit({"dr/orders.yaml": None, "docs/dr/orders.yaml": WORKLOAD})
    assert told() == []


def test_a_new_document_is_no_change_to_the_gate(repository: Repository) -> None:
    repository.commit({"dr/failover.yaml": RUNBOOK, "dr/billing.yaml": WORKLOAD.replace("orders", "billing")})
    assert told() == []


def test_what_main_has_tightened_since_is_nobodys_fault(repository: Repository) -> None:
    repository.main({"dr/orders.yaml": LOOSE})
    mine = repository.commit({"README.md": "mine"})
    git(repository.top, "checkout", "--quiet", "HEAD~1")
    tight = repository.commit({"dr/orders.yaml": WORKLOAD})
    git(repository.top, "update-ref", "refs/remotes/origin/main", tight)
    git(repository.top, "checkout", "--quiet", mine)
    assert told() == []


def test_a_broken_document_of_the_ref_says_nothing(repository: Repository) -> None:
    repository.main({"dr/orders.yaml": "workload: [\n"})
    repository.commit({"dr/orders.yaml": WORKLOAD})
    assert told() == []


def only_new(*more: str) -> Outcome:
    return drlint("check", "dr", "-o", "json", "--only-new", *more)


def postures(ran: Outcome) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in ran.report["findings"]:
        found.setdefault(each["policy"], set()).add(str(each["posture"]))
    return found


def test_what_the_refs_documents_have_is_not_new(repository: Repository) -> None:
    repository.main({"dr/failover.yaml": RUNBOOK})
    repository.commit({"README.md": "x"})
    ran = only_new(*REF)
    assert ran.code == 0, ran.out
    assert postures(ran)
    assert set().union(*postures(ran).values()) == {"unchanged"}


def test_what_a_change_brings_is_new(repository: Repository) -> None:
    repository.main({"dr/failover.yaml": TOLD})
    repository.commit({"dr/failover.yaml": RUNBOOK})
    ran = only_new(*REF)
    assert ran.code == 1
    assert postures(ran)["runbook-has-contacts"] == {"new"}
    assert "new" not in postures(ran)["runbook-has-decision-criteria"]


def test_what_a_change_mends_is_fixed(repository: Repository) -> None:
    repository.main({"dr/failover.yaml": RUNBOOK})
    repository.commit({"dr/failover.yaml": TOLD})
    ran = only_new(*REF)
    assert ran.code == 0
    assert [each["policy"] for each in ran.report["fixed"]] == ["runbook-has-contacts"]


def test_a_new_document_is_new_whole(repository: Repository) -> None:
    repository.commit({"dr/failover.yaml": RUNBOOK})
    assert postures(only_new(*REF))["runbook-has-contacts"] == {"new"}


@pytest.mark.usefixtures("repository")
def test_without_anything_to_compare_with_it_says_what_to_do() -> None:
    ran = only_new()
    assert ran.code == 2
    assert "--trusted-ref for recovery documents" in ran.err


def test_with_a_baseline(repository: Repository) -> None:
    repository.has({"dr/failover.yaml": RUNBOOK})
    assert drlint("baseline", "create", "dr").code == 0
    known = only_new("--baseline", "drlint-baseline.json")
    assert known.code == 0, known.out
    repository.has({"dr/second.yaml": RUNBOOK.replace("Failover", "Failback")})
    assert only_new("--baseline", "drlint-baseline.json").code == 1
    assert drlint("baseline", "update", "dr").code == 0
    assert only_new("--baseline", "drlint-baseline.json").code == 0
    repository.has({"dr/second.yaml": None})
    assert drlint("baseline", "prune", "dr").code == 0
    assert only_new("--baseline", "drlint-baseline.json").code == 0


def test_two_states_of_documents_are_compared(repository: Repository) -> None:
    repository.has({"old/dr/failover.yaml": RUNBOOK, "new/dr/failover.yaml": TOLD})
    ran = drlint("diff", "old", "new", "-o", "json")
    assert ran.code == 0, ran.err
    assert "runbook-has-contacts" in ran.out


def test_documents_of_the_context_make_nothing_milder_either(repository: Repository) -> None:
    repository.commit({"dr/orders.yaml": LOOSE})
    beside = drlint("check", "infra", "--context", "dr", "-o", "json", *REF).report
    found = next(each for each in beside["findings"] if each["policy"] == POLICY)
    assert (found["workload"], found["severity"]) == ("orders", severity())
    repository.main({})
    after = drlint("check", "infra", "--context", "dr", "-o", "json", *REF).report
    assert next(each for each in after["findings"] if each["policy"] == POLICY)["severity"] != found["severity"]


WAIVER = '# drlint:waive[runbook-has-contacts] until=2027-01-31 owner=ada reason="It is being written"\n'


def waived(repository: Repository, text: str, *more: str) -> int:
    repository.has({"dr/failover.yaml": text})
    report = drlint("check", "dr", "-o", "json", "--as-of", "2026-11-26", *REF, *more).report
    return len(report["waived"])


def test_a_waiver_in_a_document_holds_once_it_is_merged(repository: Repository) -> None:
    text = WAIVER + RUNBOOK
    repository.main({"dr/failover.yaml": RUNBOOK})
    assert waived(repository, text) == 0
    repository.main({"dr/failover.yaml": text})
    assert waived(repository, text) == 1


@pytest.mark.parametrize("name", ["aaa", "orders"])
def test_another_document_that_claims_a_member_makes_nothing_milder(repository: Repository, name: str) -> None:
    before = severity()
    repository.commit({"dr/a.yaml": LOOSE.replace("name: orders", f"name: {name}")})
    assert severity() == before


def test_a_renamed_workload_makes_nothing_milder(repository: Repository) -> None:
    before = severity()
    repository.commit({"dr/orders.yaml": LOOSE.replace("name: orders", "name: aaa")})
    assert severity() == before
    assert any(each.startswith("gate-loosened: workload orders") for each in told())


def test_a_first_workload_makes_nothing_milder_before_it_is_merged(repository: Repository) -> None:
    repository.main({"dr/orders.yaml": None})
    before = severity()
    repository.commit({"dr/orders.yaml": LOOSE})
    assert severity() == before
    assert told() == []
    repository.main({})
    assert severity() != before


@pytest.mark.parametrize("name", ["aaa", "zzz"])
def test_what_two_workloads_share_is_of_the_most_important(repository: Repository, name: str) -> None:
    def said() -> tuple[str, str]:
        report = drlint("check", ".", "-o", "json").report
        found = next(each for each in report["findings"] if each["policy"] == POLICY)
        return found["severity"], found["owner"]

    before = said()
    text = LOOSE.replace("name: orders", f"name: {name}").replace("team-orders", "somebody")
    repository.commit({"dr/a.yaml": text})
    assert said() == before
