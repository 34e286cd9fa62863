"""The page that explains a bundle to whoever opens it."""

from __future__ import annotations

from collections.abc import Mapping

from drlint.model.finding import PolicyId
from drlint.reports.escape import code
from drlint.reports.evidence.contents import Bundle
from drlint.reports.evidence.tally import Tally
from drlint.reports.wording import count

_TEXT = """\
# Evidence on disaster recovery

Made by drlint {version} as of {day}, for the period {period}. {resources}, {policies}:
{passed:,} pass, {failed:,} fail, {unknown:,} unknown, {waived:,} waived, {baseline:,} in the baseline,
{elsewhere:,} for another root to answer.

## What to know first

- Verdicts are about what the inputs show: code, a plan or a state, as of when those were made. Waivers and terms were
  held against the day above: {whose}.
- The period is what whoever made the bundle says it stands for; drlint did not watch it.
- *pass*, *fail* and *unknown* are three answers. What could not be seen is neither of the first two.
- Not in the population: {uncatalogued} of kinds that drlint does not know. {blind_spots}; {not_assessed} not
  assessed; {broke} missing because a policy broke.
- Terraform's own blocks (backend, providers, module calls) are in the population and in no count of resources. Policies
  may also judge the whole (`estate`) or a Region: these are no resources of the population.
- The evidence of a pass is what was read. A policy written in Python does not say what it read; then the place of the
  resource stands there.
- Nothing here says that a framework's requirements are met. The pages in `controls/` say what each control gets from
  this bundle, and which parts of it no tool that reads code can show.

## Files

| file | what it holds |
|---|---|
| `population` | every resource that was given to be judged: where it stands, whose it is, where it is written, and \
how many policies spoke about it (0: none did) |
| `verdicts` | every verdict of a policy on a resource, passes included, with what was read as evidence, the severity, \
and why it is that; `set_aside` says what set it aside (waiver, baseline, elsewhere) |
| `unknowns` | the verdicts that could not be told, and why |
| `waived` | verdicts that somebody accepts: who, why, until when, under which ticket, and where that is written |
| `waivers` | all waivers, also those that set nothing aside: what they cover, and whether they are in force |
| `baseline` | findings that were there when the baseline was made |
| `baseline-rest` | entries of the baseline that no finding was held against: *fixed* (passes now), *gone* \
(there is nothing to judge any more), *stale* (no such policy), *aside* \
(accepted or provided elsewhere now) or *unjudged* by this run |
| `blind-spots` | what could not be read, and who accepts that |
| `not-assessed` | policies that none of the inputs could answer |
| `policy-failures` | policies that broke on a resource, which therefore has no verdict of theirs |
| `elsewhere.json` | what configuration declares to be provided by other roots, with how many verdicts that set aside |
| `policies.json` | every policy that was asked: digest of its file, stage, severity, parameters in force, controls |
| `controls/` | a page for each framework |
| `inputs.json` | what was given, and every file that was opened for it (configuration, variables, baseline and own \
policies as well; *looked into*: nothing of it was used), with its SHA-256 |
| `bundle.json`, `tool.json` | period, day, what was asked, counts; the versions of drlint and Python |
| `manifest.json` | the SHA-256 of every other file here |

Tables are there twice, as CSV for spreadsheets (text that would be a formula has an apostrophe before it) and as JSON.

## To verify it

Unpack it and compare the digests:

    jq -r '.members[] | "\\(.sha256)  \\(.name)"' manifest.json | sha256sum -c

The same inputs, configuration, drlint and Python give the same bytes, asked with `--as-of {day}` and this period.
"""


def readme(bundle: Bundle, tallies: Mapping[PolicyId, Tally]) -> str:
    """What the bundle is, what is in it, what it does not say."""
    report = bundle.report
    total = Tally()
    for each in tallies.values():
        total.add(each)
    days = dict.fromkeys((bundle.since.isoformat(), bundle.until.isoformat()))
    return _TEXT.format(
        version=code(report.tool_version),
        day=bundle.as_of.isoformat(),
        whose="it was named with --as-of" if "as_of" in bundle.asked else "the day on which the bundle was made",
        period=" to ".join(days),
        resources=f"{count(report.resources, 'resource')} judged",
        policies=f"{count(len(report.policies), 'policy', 'policies')} asked",
        passed=total.passed,
        failed=total.failed,
        unknown=total.unknown,
        waived=total.waived,
        baseline=total.baseline,
        uncatalogued=count(report.uncatalogued, "resource"),
        blind_spots=count(len(report.blind_spots), "blind spot"),
        not_assessed=count(len(report.not_assessed), "policy", "policies"),
        broke=count(total.broke, "verdict"),
        elsewhere=total.elsewhere,
    )
