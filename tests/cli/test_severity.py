"""A finding is as severe as its policy, its environment and its workload's tier make it, and says why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from drlint.cli.severity_doc import table_markdown
from drlint.engine.severity import TABLE

from .running import Outcome, drlint, written

POLICY = "rds-instance-multi-az"  # high, less outside production
ANYWHERE = "secrets-recovery-window"
REPOSITORY = Path(__file__).parent.parent.parent


def db(tags: str = "", name: str = "orders") -> str:
    said = f"  tags = {{ {tags} }}\n" if tags else ""
    return f'resource "aws_db_instance" "{name}" {{\n  instance_class = "db.t3.micro"\n  multi_az = false\n{said}}}\n'


def check(root: Path, *more: str, hcl: str = "", config: str = "") -> Outcome:
    root.mkdir(parents=True, exist_ok=True)
    (root / ".git").mkdir(exist_ok=True)
    if hcl:
        written(root / "main.tf", hcl)
    if config:
        written(root / "drlint.yaml", config)
    return drlint("check", root, "--select", POLICY, "-o", "json=-", "--no-cache", *more)


def finding(root: Path, *more: str, hcl: str = "", config: str = "") -> dict[str, Any]:
    ran = check(root, *more, hcl=hcl or db(), config=config)
    assert ran.out, ran.err
    (found,) = ran.report["findings"]
    one: dict[str, Any] = found
    return one


def test_the_documentation_has_the_table() -> None:
    assert table_markdown() in (REPOSITORY / "docs" / "severity.md").read_text(encoding="utf-8")
    printed = drlint("explain", "--severity").out
    assert all(row.environment in printed for row in TABLE)


@pytest.mark.parametrize(
    ("tags", "config", "severity"),
    [
        ("", "", "high"),
        ('Environment = "prod"', "", "high"),
        ('Environment = "eu-prod-2"', "", "high"),
        ('Environment = "pre-prod"', "", "medium"),
        ('Environment = "non_prod"', "", "medium"),
        ('Environment = "staging"', "", "medium"),
        ('Environment = "staging", Tier = "1"', "", "high"),
        ('Environment = "Dev3"', "", "medium"),
        ('Environment = "dev", Tier = "tier-1"', "", "medium"),
        ('Environment = "dev", Criticality = "low"', "", "low"),
        ('Environment = "prod", Tier = "T4"', "", "medium"),
        ('Environment = "prod", Tier = "web"', "", "high"),
        ('Environment = "prod", Tier = "2"', "", "high"),
        ('Environment = "blue"', "", "high"),
        ('Environment = "blue"', "environments: [{environment: blue, like: development}]", "medium"),
        ("", "environment: dev", "medium"),
        ('Environment = "prod"', "environment: dev", "high"),
        ("", "environments: [{environment: lab, roots: ['*']}]", "medium"),
        ("", "environments: [{environment: lab, addresses: ['aws_s3_bucket.*']}]", "high"),
        ("", "workloads: [{workload: orders, tier: 3, addresses: ['*.orders']}]", "medium"),
        ('App = "orders"', "workloads: [{workload: orders, tier: 3, tags: {App: 'ord*'}}]", "medium"),
        ('Tier = "1"', "workloads: [{workload: orders, tier: 3, addresses: ['*']}]", "medium"),
        ('Env = "stg"', "objectives: {critical: {Env: stg}}", "high"),
        ('Importance = "3"', "tags: {tier: [Importance]}", "medium"),
    ],
)
def test_policy_environment_and_tier(tags: str, config: str, severity: str, tmp_path: Path) -> None:
    assert finding(tmp_path, hcl=db(tags), config=config)["severity"] == severity


@pytest.mark.parametrize(
    ("profile", "tags", "severity"),
    [
        ("strict", 'Environment = "dev", Tier = "4"', "high"),
        ("sandbox", 'Environment = "prod"', "medium"),
        ("sandbox", 'Environment = "dev", Tier = "4"', "low"),
    ],
)
def test_profiles_are_columns_of_the_table(profile: str, tags: str, severity: str, tmp_path: Path) -> None:
    found = finding(tmp_path, "--profile", profile, hcl=db(tags))
    assert found["severity"] == severity
    assert found["severity_because"].endswith(f"profile {profile}")


def test_every_finding_says_why(tmp_path: Path) -> None:
    found = finding(tmp_path, hcl=db('Environment = "stg", Tier = "1"'))
    assert found["severity_because"] == (
        "the policy's own severity; environment stg (tag Environment), like staging; tier 1 (tag Tier)"
    )
    found = finding(tmp_path, hcl=db('Environment = "blue"'))
    assert found["severity_because"] == (
        "the policy's own severity; environment blue (tag Environment), a name that drlint does not know, "
        "so taken as production"
    )
    found = finding(tmp_path, hcl=db(), config="environment: dev\n")
    assert found["severity_because"] == "high, one step less; environment dev (configuration), like development"
    text = drlint("check", tmp_path, "--select", POLICY, "--full", "--no-cache").out
    said = " ".join(text.split())  # wherever a narrow terminal breaks the line
    assert "medium: high, one step less; environment dev (configuration), like development" in said


def test_what_cannot_be_seen_lowers_nothing(tmp_path: Path) -> None:
    unknown = 'variable "tier" {}\nvariable "env" {}\n'
    found = finding(tmp_path / "a", hcl=unknown + db('Environment = "staging", Tier = var.tier'))
    assert found["severity"] == "high"
    assert "tier cannot be seen (tag Tier: " in found["severity_because"]
    found = finding(tmp_path / "b", hcl=unknown + db("Environment = var.env"))
    assert found["severity"] == "high"
    assert "environment cannot be seen (tag Environment: " in found["severity_because"]


def test_never_below_low(tmp_path: Path) -> None:
    hcl = db('Environment = "dev", Tier = "4"')
    ran = drlint("check", written(tmp_path / "main.tf", hcl).parent, "-o", "json=-", "--profile", "sandbox")
    assert {each["severity"] for each in ran.report["findings"]} <= {"low", "medium"}
    assert any("the least there is" in each["severity_because"] for each in ran.report["findings"])


MISTAKES = [
    ("environments: [{environment: lab}]", "drlint.yaml:1: an environment needs a place"),
    ("environments: [{environment: lab, like: prduction}]", "did you mean 'production'?"),
    ("environments: [{like: staging}]", "needs environment as text"),
    ("workloads:\n  - {workload: a, tier: 5, roots: ['*']}", "drlint.yaml:2: tier is '5'; it is 1, 2, 3 or 4"),
    ("workloads: [{workload: a, tier: true, roots: ['*']}]", "tier is 'True'"),
    ("workloads: [{workload: a, tier: 1.0, roots: ['*']}]", "tier is '1.0'"),
    ("workloads: [{workload: a, tier: 1}]", "a workload needs a place"),
    ("workloads: [{workload: a, adresses: ['*']}]", "did you mean 'addresses'?"),
    ("tags: {tiers: [Tier]}", "tags has no 'tiers'; did you mean 'tier'?"),
]


@pytest.mark.parametrize(("config", "said"), MISTAKES)
def test_mistakes_are_named(config: str, said: str, tmp_path: Path) -> None:
    ran = check(tmp_path, hcl=db(), config=config)
    assert (ran.code, len(ran.complaints)) == (2, 1)
    assert said in ran.err


def test_a_finding_of_a_report_is_told_again(tmp_path: Path) -> None:
    hcl = db('Environment = "stg", Team = "payments"')
    found = finding(tmp_path, hcl=hcl, config="rollout: {availability: {block: 2027-02-01}}\n")
    report = written(tmp_path / "r.json", drlint("check", tmp_path, "-o", "json=-", "--as-of", "2027-01-01").out)
    told = drlint("explain", found["fingerprint"][:10], "--report", report)
    assert told.code == 0
    assert "severity  medium: high, one step less; environment stg (tag Environment), like staging" in told.out
    assert "gates     no: warn until 2027-02-01 (rollout of availability)" in told.out
    assert "owner     payments (tag Team)" in told.out
    assert "  1. main.tf:3\n     aws_db_instance.orders.multi_az is false" in told.out


def test_a_finding_that_no_report_has(tmp_path: Path) -> None:
    written(tmp_path / "main.tf", db())
    report = written(tmp_path / "r.json", drlint("check", tmp_path, "-o", "json=-").out)
    for fingerprint, path, said in [
        ("0123456789", report, "no finding has the fingerprint 0123456789"),
        ("", report, "explain what?"),
        ("01", report, "give at least 4 characters"),
        ("0123456789", tmp_path / "none.json", "No such file"),
        ("0123456789", written(tmp_path / "a.json", "{"), "is no JSON report of drlint"),
        ("0123456789", written(tmp_path / "b.json", '{"tool": {"name": "other"}}'), "of another tool"),
    ]:
        ran = drlint("explain", fingerprint, "--report", path)
        assert ran.code == 2
        assert said in ran.err
