"""The words that several formats share: the verdict line, the checklist, the place of a finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from drlint.engine.report import Input, PolicySummary, Report
from drlint.model.baseline import Entry
from drlint.model.finding import GROWING, BlindSpot, Finding, Posture, Severity, Stage
from drlint.reports.options import Options

# The 14 items of the best-practices checklist, in its order.
CHECKLIST = {
    "objectives-defined": "RTO and RPO defined from business needs",
    "strategy-matches-objectives": "Strategy matches RTO and RPO",
    "backups-automated-and-verified": "Backups automated and verified",
    "cross-region-replication": "Critical data replicated across Regions",
    "runbooks-documented": "Runbooks for all procedures",
    "procedures-tested": "Procedures tested regularly",
    "change-management": "Recovery part of change management",
    "replication-lag-monitored": "Replication lag monitored",
    "backups-encrypted": "Backups and copies encrypted",
    "runbooks-in-several-places": "Runbooks kept in several places",
    "people-trained": "Several people trained",
    "plan-reviewed-after-tests": "Plan reviewed after each test",
    "cost-versus-recovery-time": "Cost weighed against recovery time",
    "third-parties-covered": "Third parties covered",
}

OF_DOCUMENTS = frozenset({"workload", "runbook", "drill", "test_plan"})
UNOWNED = "unowned"
NAMED = 3  # places or inputs that are named before the rest is counted

WORST_FIRST = tuple(sorted(Severity, reverse=True))
_NEWEST_FIRST = {Posture.NEW: 0, Posture.WORSE: 1, None: 2, Posture.UNCHANGED: 3}
SEVERITY_NAMES = ("", *map(str, Severity))  # by number: asking an enum for its name costs more than writing the rest


class Tally(Struct, frozen=True):
    """The four numbers of the verdict line."""

    hurt: int
    fix: int
    unknown: int
    passed: int

    def __str__(self) -> str:
        return (
            f"{self.hurt:,} will hurt · {self.fix:,} should fix · {self.unknown:,} cannot tell · {self.passed:,} pass"
        )


def tally(report: Report) -> Tally:
    """Critical and high will hurt, medium and low should be fixed; every finding counts, shown or not."""
    hurt = sum(1 for finding in report.findings if finding.severity >= Severity.HIGH)
    return Tally(hurt, len(report.findings) - hurt, len(report.unknowns), report.pass_count)


def shown(report: Report, options: Options) -> tuple[Finding, ...]:
    """The findings that were asked for."""
    if options.min_severity is Severity.LOW:
        return report.findings
    return tuple(finding for finding in report.findings if finding.severity >= options.min_severity)


def announced(report: Report, options: Options) -> tuple[Finding, ...]:
    """The findings that were asked for, without those of policies that are only observed: these are told apart."""
    return tuple(each for each in shown(report, options) if each.stage is not Stage.OBSERVE)


def observed(report: Report, options: Options) -> tuple[Finding, ...]:
    """The findings that were asked for, of policies that are only observed."""
    return tuple(each for each in shown(report, options) if each.stage is Stage.OBSERVE)


def hidden_line(report: Report, options: Options) -> str:
    """What `--min-severity` keeps out of sight, or nothing."""
    hidden = len(report.findings) - len(shown(report, options))
    if not hidden:
        return ""
    return f"{hidden:,} below {options.min_severity} counted above and not listed (--min-severity)."


def sentence(text: str) -> str:
    """Text that ends like a sentence."""
    text = text.strip()
    return text if text.endswith((".", "?", "!", "…")) or not text else f"{text}."


def told(finding: Finding) -> str:
    """What is said of a finding: its message (the policy's name where it has none), and what it was before."""
    was = f" Before: {sentence(finding.was)}" if finding.was else ""
    return f"{sentence(finding.message) or finding.policy}{was}"


def has_postures(report: Report) -> bool:
    """Whether findings differ in what they are beside an earlier account, so that each has to say it."""
    return len({each.posture for each in report.findings}) > 1


def newest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in their order, but those that are new before those that are worse, and unchanged ones last."""
    return sorted(findings, key=lambda finding: _NEWEST_FIRST[finding.posture])


def posture_line(report: Report) -> str:
    """How many findings are new, worse, unchanged and fixed beside what they were compared with; else nothing."""
    if not report.compared:
        return ""
    counted = dict.fromkeys(Posture, 0)
    for finding in report.findings:
        if finding.posture is not None:
            counted[finding.posture] += 1
    said = [f"{number:,} {each}" for each, number in counted.items()]
    left = len(report.findings) - sum(counted.values())
    said += [f"{left:,} not comparable"] if left else []
    return f"Beside {' and '.join(report.compared)}: {' · '.join(said)} · {fixed_count(report):,} fixed"


def fixed_count(report: Report) -> int:
    """How many findings of before are none any more, those of a plan and of a baseline once."""
    return len(report.fixed) + sum(each.count for each in fixed_entries(report))


def fixed_entries(report: Report) -> Iterator[Entry]:
    """The entries of baselines that are fixed, but for those of which the plan's account says so."""
    told = {each.fingerprint for each in report.fixed}
    return (entry for each in report.adopted for entry in each.fixed if entry.fingerprint not in told)


def gates(finding: Finding, options: Options) -> bool:
    """Whether a finding may fail the run."""
    return finding.gates and (not options.only_new or finding.posture in GROWING)


def adopted_lines(report: Report) -> list[str]:
    """What of each baseline can go."""
    lines = []
    for each in report.adopted:
        fixed, gone, stale = (sum(entry.count for entry in some) for some in (each.fixed, each.gone, each.stale))
        ids = listed(list(dict.fromkeys(entry.policy for entry in each.stale)))
        said = [f"{fixed:,} {'is' if fixed == 1 else 'are'} fixed"] if fixed else []
        said += [f"{gone:,} {'has' if gone == 1 else 'have'} nothing left to judge"] if gone else []
        said += [f"{stale:,} {'is' if stale == 1 else 'are'} of policies that there are not ({ids})"] if stale else []
        unjudged = sum(entry.count for entry in each.unjudged)
        if unjudged and report.findings and not (said or report.baseline or each.aside):
            lines.append(
                f"The baseline {each.called} speaks of nothing that was judged here: its {count(unjudged, 'finding')} "
                "stand in other roots or are of other policies; --root names a plan's root."
            )
        if said:
            lines.append(f"Of the baseline {each.called}, {' and '.join(said)}: drlint baseline prune takes them out.")
    return lines


def count(number: int, one: str, many: str = "") -> str:
    """A number and its noun: "1 finding", "2,000 findings"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def place(finding: Finding) -> str:
    """Where the reader is taken: `main.tf:14`, or the address where no line is known."""
    if finding.evidence and finding.evidence[0].location.line is not None:
        return str(finding.evidence[0].location)
    return finding.resource.path


def has_roots(report: Report) -> bool:
    """Whether what is told of stands in several roots, so that an address alone does not say where.

    Documents count as none: their own place is told.
    """
    told = (each for some in (report.findings, report.unknowns) for each in some)
    return len({each.resource.root for each in told if each.kind not in OF_DOCUMENTS}) > 1


def address(finding: Finding, *, with_root: bool) -> str:
    """The resource's address, after its root where there are several."""
    path = finding.resource.path
    return f"{finding.resource.root or '.'}: {path}" if with_root else path


def fix_of(finding: Finding, policies: dict[str, PolicySummary]) -> str:
    """The finding's own remedy, else its policy's."""
    if finding.fix:
        return finding.fix
    policy = policies.get(finding.policy)
    return policy.fix if policy else ""


def by_frequency(names: Iterable[str]) -> list[tuple[str, int]]:
    """Each name and how often it occurs, the most frequent first, then by name."""
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def unread(report: Report) -> list[Input]:
    """The inputs that were not read in full and that no blind spot already speaks of, also of a file in a folder."""
    told = {spot.location.uri for spot in report.blind_spots}
    if any(uri.startswith("aws://") for uri in told):
        told |= {each.uri for each in report.inputs if each.kind == "inventory"}
    told |= {"/".join(parts[:end]) or "." for parts in [uri.split("/") for uri in told] for end in range(len(parts))}
    return [each for each in report.inputs if each.status not in {"read", "skipped"} and each.uri not in told]


def skipped(report: Report) -> list[Input]:
    """The inputs that were left aside."""
    return [each for each in report.inputs if each.status == "skipped"]


def blind_spot_line(spot: BlindSpot) -> str:
    """What could not be seen, why and where."""
    where = str(spot.location)
    told = where in spot.what or where in spot.reason
    return f"{spot.what}: {spot.reason}" if told else f"{spot.what}: {spot.reason} ({where})"


def blind_spot_lines(spots: Iterable[BlindSpot]) -> list[str]:
    """What could not be seen, each thing once: a module that is called in ten roots is missing once."""
    alike: dict[tuple[str, str], list[BlindSpot]] = {}
    for spot in spots:
        alike.setdefault((spot.what, spot.reason), []).append(spot)
    return [
        sentence(blind_spot_line(first))
        + (f" Also at {listed([str(each.location) for each in more])}." if more else "")
        for first, *more in alike.values()
    ]


def listed(names: Sequence[str], most: int = NAMED) -> str:
    """A few names and how many more there are: "a, b, c + 26 more"."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" + {more:,} more" if more > 0 else "")


def ungated(finding: Finding) -> str:
    """Why a finding never fails a run, in a few words; empty where it may."""
    if finding.origin:
        return f"from {finding.origin}"
    if finding.gates:
        return ""
    return "preview" if finding.stage is Stage.BLOCK else finding.stage_because or str(finding.stage)


def ungated_lines(report: Report) -> list[str]:
    """How many findings never fail a run, and why."""
    own = Counter(each.stage for each in report.findings if not each.gates and not each.origin)
    words = {Stage.BLOCK: "by preview policies", Stage.WARN: "only warned of", Stage.OBSERVE: "only observed"}
    said = [(own[stage], f"{count(own[stage], 'finding')} {word}") for stage, word in words.items() if own[stage]]
    origins = by_frequency(each.origin for each in report.findings if each.origin)
    said += [(number, f"{count(number, 'finding')} of {origin}") for origin, number in origins]
    return [f"{text}, which never {_fail(number)} a run." for number, text in said]


def _fail(number: int) -> str:
    return "fails" if number == 1 else "fail"


def facts(report: Report) -> list[str]:
    """What was looked at, in a few words each."""
    inputs = [each for each in report.inputs if each.status != "skipped"]
    names = listed([each.uri for each in inputs])
    what = names if len(inputs) == 1 else f"{count(len(inputs), 'input')}{': ' if names else ''}{names}"
    seen = [
        what,
        count(report.resources, "resource"),
        count(sum(not each.origin for each in report.policies), "policy", "policies"),
    ]
    if report.uncatalogued:
        seen.append(f"{report.uncatalogued:,} more of kinds drlint does not know")
    if len(report.ruled) > 1:
        seen.append(count(len(report.ruled), "configuration"))
    seen.append(f"{report.world} world ({report.world_because})" if report.world_because else f"{report.world} world")
    return seen
