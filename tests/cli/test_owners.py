"""Every finding has an owner, named by workload, tags, CODEOWNERS or configuration, or is counted as unowned."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .running import change, drlint, plan, written
from .test_recall import is_recalled

POLICY = "rds-instance-multi-az"


def db(name: str = "orders", tags: str = "") -> str:
    said = f"  tags = {{ {tags} }}\n" if tags else ""
    return f'resource "aws_db_instance" "{name}" {{\n  instance_class = "db.t3.micro"\n  multi_az = false\n{said}}}\n'


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "live" / "orders").mkdir(parents=True)
    written(tmp_path / "live" / "orders" / "main.tf", db())
    return tmp_path


def findings(repo: Path, *more: str, path: str = ".") -> list[dict[str, Any]]:
    ran = drlint("check", repo / path, "--select", POLICY, "-o", "json=-", "--exit-zero", *more)
    assert ran.code == 0, ran.err
    found: list[dict[str, Any]] = ran.report["findings"]
    return found


def owner(repo: Path, path: str = ".") -> tuple[str | None, str | None]:
    (found,) = findings(repo, path=path)
    return found["owner"], found.get("owner_because")


def write(repo: Path, name: str, text: str) -> None:
    (repo / name).parent.mkdir(exist_ok=True)
    written(repo / name, text)


def test_nobody(repo: Path) -> None:
    assert owner(repo) == (None, None)
    ran = drlint("check", repo, "--select", POLICY)
    assert "1  unowned; owners are named by tags, CODEOWNERS or owners: in drlint.yaml" in ran.out
    assert json.loads(drlint("check", repo, "--select", POLICY, "-o", "json=-").out)["counts"]["unowned"] == 1


def test_the_first_that_names_somebody_counts(repo: Path) -> None:
    config = "owner: everybody\n"
    write(repo, "drlint.yaml", config)
    assert owner(repo) == ("everybody", "configuration")
    config += "owners: [{owner: nobody, roots: [other]}, {owner: live-team, roots: ['live/*']}]\n"
    write(repo, "drlint.yaml", config)
    assert owner(repo) == ("live-team", "configuration")
    write(repo, ".github/CODEOWNERS", "*.tf @org/platform @ann\n")
    assert owner(repo) == ("@org/platform, @ann", "CODEOWNERS of live/orders/main.tf")
    written(repo / "live" / "orders" / "main.tf", db(tags='Team = "payments"'))
    assert owner(repo) == ("payments", "tag Team")
    write(repo, "drlint.yaml", config + "workloads: [{workload: orders, owner: order-desk, addresses: ['*.orders']}]\n")
    assert owner(repo) == ("order-desk", "workload orders")
    ran = drlint("check", repo, "--select", POLICY, "--full")
    assert "owner order-desk: workload orders" in ran.out


def test_owners_by_policy_and_account(repo: Path) -> None:
    write(
        repo,
        "drlint.yaml",
        f"owners: [{{owner: network, policies: ['lb-*']}}, {{owner: data, policies: [{POLICY}]}}]\n",
    )
    assert owner(repo) == ("data", "configuration")
    write(repo, "drlint.yaml", "owners: [{owner: data, accounts: [123456789012]}]\n")
    assert owner(repo) == (None, None)
    arn = "arn:aws:rds:eu-central-1:123456789012:db:orders"
    before = {"multi_az": False, "arn": arn, "identifier": "orders"}
    saved = plan(change(actions=["no-op"], before=before, after=before))
    written(repo / "plan.json", saved)
    (found,) = findings(repo, path="plan.json")
    assert (found["owner"], found.get("account")) == ("data", "123456789012")


@pytest.mark.parametrize("place", [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"])
def test_places_and_a_new_file_is_noticed(place: str, repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(repo.parent / f"cache-{repo.name}"))
    assert owner(repo)[0] is None
    assert is_recalled(lambda: str(owner(repo)[0]), monkeypatch) is True
    write(repo, place, "/live/ @live\n")
    assert owner(repo)[0] == "@live"
    write(repo, place, "/live/ @changed\n")
    assert owner(repo)[0] == "@changed"
    (repo / place).unlink()
    assert owner(repo)[0] is None


def test_the_first_place_counts(repo: Path) -> None:
    write(repo, ".gitlab/CODEOWNERS", "* @gitlab\n")
    write(repo, "docs/CODEOWNERS", "* @docs\n")
    assert owner(repo)[0] == "@docs"
    write(repo, "CODEOWNERS", "* @top\n")
    assert owner(repo)[0] == "@top"
    write(repo, ".github/CODEOWNERS", "* @github\n")
    assert owner(repo)[0] == "@github"


def test_of_a_plan_the_file_is_its_code_or_stands_in_its_folder(repo: Path) -> None:
    write(repo, "CODEOWNERS", "*.json @builds\n/live/orders/*.tf @orders\n/live/orders/db.tf @db\n")
    (repo / "live" / "orders" / "main.tf").unlink()
    after = {"multi_az": False, "instance_class": "db.t3.micro"}
    written(repo / "live" / "orders" / "plan.json", plan(change(after=after)))
    assert owner(repo) == ("@orders", "CODEOWNERS of live/orders/main.tf")
    written(repo / "live" / "orders" / "db.tf", f'provider "aws" {{}}\n{db()}')
    assert owner(repo) == ("@db", "CODEOWNERS of live/orders/db.tf")


def test_of_standard_input_no_file_is_known(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repo, "CODEOWNERS", "* @all\n/live/ @live\n")
    monkeypatch.chdir(repo)
    data = json.dumps(plan(change(after={"multi_az": False}))).encode()
    asked = ("check", "-", "--select", POLICY, "-o", "json=-", "--exit-zero")
    assert [each["owner"] for each in drlint(*asked, stdin=data).report["findings"]] == [None]
    named = drlint(*asked, "--root", "live/orders", stdin=data).report["findings"]
    assert [each["owner"] for each in named] == ["@live"]


def test_what_is_wrong_with_a_file_is_told(repo: Path) -> None:
    write(repo, "CODEOWNERS", "".join(f"a{number} nobody\n" for number in range(9)) + "* @all\n")
    ran = drlint("check", repo, "--select", POLICY, "-o", "json=-")
    assert ran.code == 1
    assert ran.report["notes"][:1] == [
        "CODEOWNERS:1: 'nobody' is no owner (@name, @org/team, e-mail); the line is left out"
    ]
    assert "6 more lines of CODEOWNERS like these" in ran.report["notes"]
    assert ran.report["findings"][0]["owner"] == "@all"
    written(repo / "CODEOWNERS", b"* @all\n" + b"#" * (3 << 20))
    ran = drlint("check", repo, "--select", POLICY, "-o", "json=-")
    assert ran.report["notes"] == ["CODEOWNERS was not read, so it names no owner: it is larger than 3 MiB"]
    assert ran.report["findings"][0]["owner"] is None
    (repo / "CODEOWNERS").unlink()
    outside = repo.parent / f"outside-{repo.name}"
    written(outside, "* secret-word\n")
    (repo / "CODEOWNERS").symlink_to(outside)
    ran = drlint("check", repo, "--select", POLICY, "-o", "json=-")
    assert ran.report["notes"] == ["CODEOWNERS leads out of the repository, so it was not read"]
    assert "secret-word" not in ran.out
    (repo / "CODEOWNERS").unlink()
    (repo / "CODEOWNERS").mkdir()
    assert drlint("check", repo, "--select", POLICY).code == 1


def test_nobody_is_pinged(repo: Path) -> None:
    write(repo, "CODEOWNERS", "* @org/team evil@example.com\n")
    ran = drlint("check", repo, "--select", POLICY, "-o", "markdown=-")
    assert "@org/team" not in ran.out
    assert "@\N{ZERO WIDTH SPACE}org/team" in ran.out


def test_group_by(repo: Path) -> None:
    written(repo / "live" / "orders" / "main.tf", db() + db("users", 'Owner = "identity", App = "login"'))
    write(repo, "drlint.yaml", "workloads: [{workload: orders, tier: 4, addresses: ['*.orders']}]\n")
    text = drlint("check", repo, "--select", POLICY, "--group-by", "owner").out
    assert text.index("identity: 1 finding (1 high)") < text.index("unowned: 1 finding (1 medium)")
    text = drlint("check", repo, "--select", POLICY, "--group-by", "workload").out
    assert text.index("login: 1 finding (1 high)") < text.index("orders: 1 finding (1 medium)")
    assert (
        f"{POLICY}: 2 findings (1 high, 1 medium)"
        in drlint("check", repo, "--select", POLICY, "--group-by", "policy").out
    )
    assert "account not known: 2 findings" in drlint("check", repo, "--select", POLICY, "--group-by", "account").out


MISTAKES = [
    ("owners: [{owner: a}]", "drlint.yaml:1: an owner needs a place: addresses, roots, accounts, tags or policies"),
    ("owners: [{roots: ['*']}]", "owners needs owner as text"),
    ("owners: [{owner: a, root: ['*']}]", "did you mean 'roots'?"),
    ("owners: [{owner: a, roots: live}]", "must be a list"),
    ("owners: [{owner: a, accounts: [true]}]", "must be text"),
    ("owners: {a: b}", "owners must be a list"),
]


@pytest.mark.parametrize(("config", "said"), MISTAKES)
def test_mistakes_are_named(config: str, said: str, repo: Path) -> None:
    write(repo, "drlint.yaml", config)
    ran = drlint("check", repo)
    assert (ran.code, len(ran.complaints)) == (2, 1)
    assert said in ran.err
