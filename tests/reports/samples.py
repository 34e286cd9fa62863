"""Reports in the shapes that formats have to cope with: ordinary, hostile, empty, large."""

from __future__ import annotations

from datetime import date

import msgspec

from drlint.engine.report import Adopted, Elsewhere, Input, PolicySummary, Report, Waived
from drlint.model.baseline import Entry
from drlint.model.finding import (
    BlindSpot,
    Evidence,
    Finding,
    NotAssessed,
    Pass,
    PolicyFailure,
    Posture,
    Severity,
    Verdict,
    fingerprint,
)
from drlint.model.resource import Location
from drlint.model.topology import Copying, Holder, Topology, TopologyChange
from drlint.model.values import Address
from drlint.model.waiver import WaivedSpot, Waiver, WaiverState, WaiverUse
from drlint.model.workload_summary import WorkloadSummary

NASTY = (
    "<img src=x onerror=alert(1)>",
    "a|b",
    "a\\|b",
    "line\n\n## all policies passed",
    "@org/team",
    "Fixes #1",
    "GH-12",
    "org/repo#7",
    "`tick``tick```",
    "[x](http://evil.example)",
    "![](http://evil.example/pixel)",
    "http://evil.example",
    "www.evil.example",
    "someone@evil.example",
    "<!-- -->",
    "</table></details><script>",
    "javascript:alert(1)",
    "\x1b[2J\x1b]8;;http://evil.example\x07x\x9b31m",
    "ok\rPASS",
    "\u202egnp.exe\u2069\u200b",
    "\ud800lone",
    "::error file=x::boom",
    "a ::add-mask::b",
    "##[error]boom",
    "##vso[task.complete result=Succeeded;]",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "*bold* _under_ ~~gone~~ __init__",
    "$x^2$",
    "&lt;b&gt;",
    "{0} %s",
    "---",
    "=HYPERLINK(1)",
    "    indented code",
    "[^1]: note",
    "\\",
)

_TEXTS = {
    "rds-automated-backups-replicated": (
        "A database's backups exist in a second Region",
        Severity.CRITICAL,
        "cross-region-replication",
        "backup",
        "Backups in one Region go with the Region. What is left is what was copied out before.",
        "Add an `aws_db_instance_automated_backups_replication` in the recovery Region.",
    ),
    "rds-instance-multi-az": (
        "A database instance survives the loss of one Availability Zone",
        Severity.HIGH,
        "strategy-matches-objectives",
        "availability",
        "A single-AZ instance shares the fate of its zone; recovery is then a restore from backup.",
        "Set `multi_az = true`.",
    ),
    "s3-bucket-versioning": (
        "A bucket keeps what is overwritten or deleted",
        Severity.MEDIUM,
        "backups-automated-and-verified",
        "backup",
        "Without versions a wrong delete is final, and replication copies nothing without them.",
        'Add `aws_s3_bucket_versioning` with `status = "Enabled"`.',
    ),
    "kms-key-multi-region": (
        "A key that protects copies works in the recovery Region",
        Severity.HIGH,
        "backups-encrypted",
        "encryption",
        "A copy that no key in the recovery Region opens is no copy.",
        "Use a multi-Region key (`multi_region = true`) and a replica of it, or a key of the recovery Region.",
    ),
    "route53-record-ttl": (
        "A failover record is forgotten by resolvers in time",
        Severity.LOW,
        "strategy-matches-objectives",
        "traffic",
        "A resolver sends people to the lost Region until the TTL has passed.",
        "Set `ttl` to 60 seconds or less.",
    ),
    "drill-recent": (
        "Recovery was rehearsed in the last 90 days",
        Severity.MEDIUM,
        "procedures-tested",
        "drills",
        "A procedure nobody has run is a document.",
        "Run a drill and record it in `drills/`.",
    ),
}


def policy(
    identity: str, *, failed: int = 0, unknown: int = 0, passed: int = 0, why_not: str | None = None
) -> PolicySummary:
    title, severity, checklist, category, why, fix = _TEXTS[identity]
    return PolicySummary(
        id=identity,
        category=category,
        title=title,
        severity=severity,
        stage="preview" if identity == "route53-record-ttl" else "stable",
        scope="production",
        checklist=checklist,
        why=why,
        fix=fix,
        controls={"aws-well-architected": ("REL09-BP01", "REL13-BP02")},
        references=("https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/",),
        passed=passed,
        failed=failed,
        unknown=unknown,
        not_assessed=why_not,
    )


def finding(
    identity: str,
    path: str,
    message: str,
    *evidence: tuple[str, str, int | None],
    owner: str | None = "payments",
    severity: Severity | None = None,
    verdict: Verdict = Verdict.FAIL,
    detail: str = "",
) -> Finding:
    address = Address("infra/live", path)
    return Finding(
        policy=identity,
        resource=address,
        kind="aws_db_instance",
        verdict=verdict,
        severity=severity or _TEXTS[identity][1],
        severity_because="the policy says so",
        message=message,
        owner=owner,
        evidence=tuple(Evidence(says, Location(uri, line)) for says, uri, line in evidence),
        fingerprint=fingerprint(identity, address, detail),
        gates=identity != "route53-record-ttl",
        region="eu-west-1",
    )


def accepted(found: Finding, said: str = "it holds test data") -> Waived:
    """The finding, waived with hostile words where some are given."""
    waiver = Waiver(
        policy=found.policy,
        owner=found.owner or "dev",
        reason=said,
        until=date(2027, 1, 31),
        location=found.evidence[0].location,
        ticket=said,
    )
    return Waived(found, waiver)


def report(
    findings: tuple[Finding, ...] = (),
    unknowns: tuple[Finding, ...] = (),
    policies: tuple[PolicySummary, ...] = (),
    *,
    inputs: tuple[Input, ...] = (Input(uri="infra/live/plan.json", kind="plan", status="read", resources=38),),
    blind_spots: tuple[BlindSpot, ...] = (),
    failures: tuple[PolicyFailure, ...] = (),
    not_assessed: tuple[NotAssessed, ...] = (),
    passed: tuple[Pass, ...] = (),
    waived: tuple[Waived, ...] = (),
    baseline: tuple[Finding, ...] = (),
    elsewhere: tuple[Elsewhere, ...] = (),
    notes: tuple[str, ...] = (),
) -> Report:
    return Report(
        tool_version="0.1.0",
        inputs=inputs,
        root="infra/live",
        world="open",
        world_because="no resource in a second Region is in view",
        resources=sum(each.resources for each in inputs),
        uncatalogued=4,
        findings=tuple(sorted(findings, key=lambda each: (-each.severity, each.policy, each.resource))),
        unknowns=unknowns,
        passed=passed,
        waived=waived,
        baseline=baseline,
        blind_spots=blind_spots,
        failures=failures,
        not_assessed=not_assessed,
        policies=policies,
        elsewhere=elsewhere,
        notes=notes,
    )


EMPTY = report(
    inputs=(Input(uri="plan.json", kind="plan", status="read"),), notes=("No resource of a kind that drlint knows.",)
)

HEALTHY = report(policies=(policy("rds-instance-multi-az", passed=41), policy("s3-bucket-versioning", passed=12)))

_ORDERS = "module.db.aws_db_instance.orders"


def _buckets(number: int) -> tuple[Finding, ...]:
    return tuple(
        finding(
            "s3-bucket-versioning",
            f'aws_s3_bucket.tenant["t{index:02}"]',
            f'aws_s3_bucket.tenant["t{index:02}"] keeps no old versions; a wrong delete is final',
            ("no aws_s3_bucket_versioning names it", "infra/live/buckets.tf", 3),
            owner="platform",
        )
        for index in range(number)
    )


ORDINARY = report(
    (
        finding(
            "rds-automated-backups-replicated",
            _ORDERS,
            f"{_ORDERS} has no backup outside eu-west-1; losing the Region loses its data",
            ("no aws_db_instance_automated_backups_replication names it", "modules/db/main.tf", 14),
            ("its objective allows 15 minutes of loss", "dr/orders.yaml", 9),
        ),
        finding(
            "rds-instance-multi-az",
            _ORDERS,
            f"losing one Availability Zone stops {_ORDERS} until it is restored by hand",
            ("multi_az is false", "modules/db/main.tf", 21),
        ),
        finding(
            "rds-instance-multi-az",
            "aws_db_instance.reporting[0]",
            "losing one Availability Zone stops aws_db_instance.reporting[0] until it is restored by hand",
            ("multi_az is not set and defaults to false", "infra/live/plan.json", None),
            owner=None,
        ),
        finding(
            "route53-record-ttl",
            "aws_route53_record.shop",
            "aws_route53_record.shop is kept for 3,600 seconds by resolvers; failover takes an hour longer",
            ("ttl is 3600", "infra/live/dns.tf", 40),
            owner="edge",
        ),
        *_buckets(30),
    ),
    (
        finding(
            "kms-key-multi-region",
            "aws_kms_replica_key.dr",
            "whether aws_kms_replica_key.dr opens the copies cannot be told: primary_key_arn is known after apply",
            ("primary_key_arn is known after apply", "infra/live/kms.tf", 8),
            verdict=Verdict.UNKNOWN,
        ),
        finding(
            "kms-key-multi-region",
            "aws_kms_key.orders",
            "multi_region comes from var.multi_region, which has no value",
            ("var.multi_region has no value", "infra/live/kms.tf", 2),
            verdict=Verdict.UNKNOWN,
        ),
    ),
    (
        policy("drill-recent", why_not="no input is a drill record; give --documents"),
        policy("kms-key-multi-region", unknown=2, passed=3),
        policy("rds-automated-backups-replicated", failed=1, passed=2),
        policy("rds-instance-multi-az", failed=2, passed=6),
        policy("route53-record-ttl", failed=1),
        policy("s3-bucket-versioning", failed=30, passed=30),
    ),
    blind_spots=(
        BlindSpot(
            "aws_s3_bucket in us-east-1", "AccessDenied on s3:GetBucketReplication", Location("inventory.json", 7)
        ),
    ),
    failures=(PolicyFailure("drill-recent", Address("infra/live", "drill.may"), "TypeError: None is no date"),),
    not_assessed=(NotAssessed("drill-recent", "no input is a drill record; give --documents"),),
    passed=(Pass("rds-instance-multi-az", Address("infra/live", "aws_db_instance.users")),),
    waived=(
        accepted(
            finding(
                "rds-instance-multi-az",
                "aws_db_instance.sandbox",
                "losing one Availability Zone stops aws_db_instance.sandbox",
                ("multi_az is false", "infra/live/sandbox.tf", 5),
                owner="dev",
            )
        ),
    ),
    baseline=_buckets(32)[30:],
    elsewhere=(
        Elsewhere(
            policy="rds-automated-backups-replicated", addresses=("module.legacy.*",), where="infra/backup", owner="ops"
        ),
    ),
)


def changed(was: str = "backup_retention_period: 35 → 1 day") -> Report:
    """A change beside what stood before it: one finding of each posture, worst first, and one that is fixed."""
    postures = (Posture.UNCHANGED, None, Posture.WORSE, Posture.NEW)
    findings = tuple(
        msgspec.structs.replace(
            finding(
                "rds-instance-multi-az",
                f"aws_db_instance.{posture or 'imported'}",
                "it stops",
                ("multi_az is false", "infra/live/main.tf", 3 + number),
            ),
            posture=posture,
            was=was if posture is Posture.WORSE else "",
        )
        for number, posture in enumerate(postures)
    )
    fixed = finding("s3-bucket-versioning", "aws_s3_bucket.mended", "keeps no old versions", ("none", "s3.tf", 1))
    return msgspec.structs.replace(
        report(findings, (), (policy("rds-instance-multi-az", failed=4), policy("s3-bucket-versioning", passed=1))),
        compared=("what stood before the plan",),
        fixed=(fixed,),
    )


def _hostile(index: int, name: str) -> Finding:
    made = finding(
        "rds-instance-multi-az",
        name,
        name if index % 2 else f"losing one Availability Zone stops {name}",
        (name, name, index),
        (name, name, None),
        owner=name,
        detail=str(index),
    )
    posture = (Posture.NEW, Posture.WORSE, None, Posture.UNCHANGED)[index % 4]
    return msgspec.structs.replace(made, posture=posture, was=name, origin=name)


def hostile(names: tuple[str, ...] = NASTY) -> Report:
    """Every text that an input can supply is hostile."""
    findings = tuple(_hostile(index, name) for index, name in enumerate(names, start=1))
    return msgspec.structs.replace(
        _hostile_report(names, findings),
        compared=names,
        fixed=findings,
        topology=(copied(names),),
        workloads=tuple(WorkloadSummary(name=each, root=each, location=Location(each), owner=each) for each in names),
        adopted=tuple(adopted(name) for name in names),
        today=TODAY,
        waivers=tuple(expiring(accepted(each, each.message).waiver) for each in findings),
        waived_spots=tuple(
            WaivedSpot(
                BlindSpot(each.message, each.message, Location(each.message)), accepted(each, each.message).waiver
            )
            for each in findings
        ),
    )


def adopted(name: str) -> Adopted:
    """A baseline of that name, of which an entry is fixed and another is of a policy that there is not."""
    entry = Entry(root=name, resource=name, policy=name or "p", severity="high", fingerprint=name)
    return Adopted(name, fixed=(entry,), stale=(entry,))


def expiring(waiver: Waiver) -> WaiverUse:
    """A waiver that ends soon, covering whatever its reason says."""
    return WaiverUse(waiver=msgspec.structs.replace(waiver, on=waiver.reason), state=WaiverState.EXPIRING, used=1)


def with_accepted_spots(given: Report) -> Report:
    """The report with its blind spots accepted."""
    waiver = given.waived[0].waiver
    return msgspec.structs.replace(given, waived_spots=tuple(WaivedSpot(each, waiver) for each in given.blind_spots))


TODAY = date(2027, 1, 15)


def copied(names: tuple[str, ...]) -> TopologyChange:
    """Every name a holder, in a Region of that name; before, each is copied to the next, then nothing is."""
    holders = tuple(sorted({Holder(name, "aws_db_instance", name, name) for name in names}))
    pairs = zip(holders, (*holders[1:], holders[0]), names, strict=False)
    copyings = tuple(Copying(one, other, name, certain=name != "a|b") for one, other, name in pairs)
    return TopologyChange(Topology(holders, copyings), Topology(holders, ()), left_out=len(names))


def _hostile_report(names: tuple[str, ...], findings: tuple[Finding, ...]) -> Report:
    return report(
        findings,
        tuple(_hostile(index, name) for index, name in enumerate(names, start=1)),
        (policy("rds-instance-multi-az", failed=len(names), unknown=len(names)),),
        inputs=tuple(Input(uri=name, kind="plan", status="partial", note=name) for name in names),
        blind_spots=tuple(BlindSpot(name, name, Location(name, 1)) for name in names),
        failures=tuple(PolicyFailure("rds-instance-multi-az", Address(name, name), name) for name in names),
        not_assessed=tuple(NotAssessed("rds-instance-multi-az", name) for name in names),
        waived=tuple(accepted(each, each.message) for each in findings),
        baseline=findings,
        elsewhere=tuple(Elsewhere(policy=name, addresses=(name, name), where=name, owner=name) for name in names),
        notes=names,
    )


def large(number: int) -> Report:
    """That many findings, each at its own line of one of a hundred files."""
    ids = ("rds-automated-backups-replicated", "rds-instance-multi-az", "s3-bucket-versioning")
    findings = tuple(
        finding(
            ids[index % 3],
            f"module.service_{index % 97}.aws_db_instance.orders_{index}",
            f"losing one Availability Zone stops orders_{index} until it is restored by hand",
            ("multi_az is false", f"infra/service_{index % 100}/main.tf", 10 + index // 100),
            ("its objective allows 15 minutes of loss", f"dr/service_{index % 100}.yaml", 9),
        )
        for index in range(number)
    )
    return report(findings, (), tuple(policy(identity, failed=number // 3) for identity in ids))


def elsewhere(uri: str) -> Report:
    """Findings and an unknown whose first or second evidence is at that place."""
    policies = (policy("rds-instance-multi-az", failed=2, unknown=1),)
    one = finding("rds-instance-multi-az", "aws_x.a", "it stops", ("multi_az is false", "main.tf", 3))
    there = Evidence("the module sets it", Location(uri, 12, 5, 14))
    both = msgspec.structs.replace(one, evidence=(*one.evidence, there))
    first = msgspec.structs.replace(one, evidence=(there,), detail="first", fingerprint="f" * 32)
    return report((both, first), (msgspec.structs.replace(first, verdict=Verdict.UNKNOWN),), policies)
