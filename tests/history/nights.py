"""Runs to be recorded, made of what a report says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from drlint.engine.report import PolicySummary, Report, Ruled
from drlint.history.recording import Night
from drlint.model.coverage import Coverage
from drlint.model.finding import BlindSpot, Finding, Severity, Verdict, fingerprint
from drlint.model.resource import Location
from drlint.model.values import Address

HERE = "123456789012/eu-west-1"
KIND = "aws_db_instance"
POLICY = "rds-instance-multi-az"
LISTED = frozenset({("123456789012", "eu-west-1", KIND)})
FIRST = datetime(2026, 11, 1, 2, tzinfo=UTC)


def broken(name: str, severity: Severity = Severity.HIGH, verdict: Verdict = Verdict.FAIL) -> Finding:
    address = Address(HERE, f"arn:aws:rds:eu-west-1:123456789012:db:{name}")
    return Finding(
        policy=POLICY,
        resource=address,
        kind=KIND,
        verdict=verdict,
        severity=severity,
        severity_because="",
        message=f"losing one Availability Zone stops {name}",
        owner="shop",
        evidence=(),
        fingerprint=fingerprint(POLICY, address),
        account="123456789012",
        region="eu-west-1",
        workload="orders",
    )


def spot(action: str) -> BlindSpot:
    place = f"aws://{HERE}/{action}"
    return BlindSpot(place, "access denied", Location(place))


def night(
    day: int,
    *findings: Finding,
    whole: frozenset[tuple[str, str, str]] = LISTED,
    unknowns: tuple[Finding, ...] = (),
    spots: tuple[BlindSpot, ...] = (),
    asked: bool = True,
) -> Night:
    policy = PolicySummary(
        id=POLICY,
        category="availability",
        title="",
        severity=Severity.HIGH,
        stage="stable",
        scope="all",
        checklist="strategy-matches-objectives",
        why="",
        fix="",
        controls={},
        references=(),
        failed=len(findings),
        not_assessed=None if asked else "no input shows it",
    )
    report = Report(
        tool_version="0.1",
        inputs=(),
        root=HERE,
        world="closed",
        world_because="",
        resources=4,
        uncatalogued=0,
        findings=findings,
        unknowns=unknowns,
        passed=(),
        waived=(),
        baseline=(),
        blind_spots=spots,
        failures=(),
        not_assessed=(),
        policies=(policy,),
        ruled=(Ruled(configuration="", roots=(HERE,), world="closed", world_because=""),),
        coverage=Coverage(10 - len(spots), 10),
    )
    began = FIRST + timedelta(days=day)
    return Night(report=report, code=1 if findings else 0, started=began, ended=began, whole=whole)
