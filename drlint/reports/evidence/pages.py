"""A page for each framework: what policies found about each control, and what they cannot show of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from drlint.engine.report import PolicySummary
from drlint.model.finding import PolicyId
from drlint.policy.controls.framework import Control, Framework
from drlint.policy.controls.table import FRAMEWORKS
from drlint.reports.escape import cell_code, code, markdown, prose
from drlint.reports.evidence.tally import Tally
from drlint.reports.wording import count

_MEANING = """\
Each control below has what policies found about it. A verdict *supports* a control where it passes: it shows a part of
the control, for the resources that were looked at, on the day of the inputs. It never shows that the control is met. A
failing verdict speaks against it; an unknown one says nothing for either side. A waived verdict failed or could not be
told, and somebody accepts that; one in the baseline was there when the baseline was made. Parts of a control that no
reading of code, plans and states can show are said each time, and are for people to show otherwise.
"""


def controls(policies: Sequence[PolicySummary], tallies: Mapping[PolicyId, Tally]) -> dict[str, str]:
    """A page for each framework that a policy names, by the name of its file."""
    keys = {*FRAMEWORKS, *(key for policy in policies for key in policy.controls)}
    found: dict[str, str] = {}
    for key in sorted(keys):
        name = re.sub(r"[^a-z0-9-]+", "-", key.lower()).strip("-")[:60] or "framework"
        while f"controls/{name}.md" in found:
            name += "-again"
        found[f"controls/{name}.md"] = "\n".join(_page(key, FRAMEWORKS.get(key), policies, tallies))
    return found


def _page(
    key: str, framework: Framework | None, policies: Sequence[PolicySummary], tallies: Mapping[PolicyId, Tally]
) -> Iterator[str]:
    named = sorted({each for policy in policies for each in policy.controls.get(key, ())}, key=_natural)
    yield f"# {markdown(f'{framework.name}, {framework.edition}' if framework else key)}"
    yield ""
    yield _MEANING
    if framework is not None:
        yield f"Its text: <{framework.source}>. Titles are drlint's own words, looked over on {framework.checked}."
        yield from [framework.note, ""] if framework.note else [""]
    for each in named:
        known = framework.control(each) if framework else None
        yield from _control(
            each, known, [policy for policy in policies if each in policy.controls.get(key, ())], tallies
        )
    yield from _rest(framework, named)


def _natural(name: str) -> list[tuple[int, str]]:
    """CP-9 before CP-10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"\d{1,9}|\D+|\d", name)]


def _control(
    name: str, known: Control | None, policies: Sequence[PolicySummary], tallies: Mapping[PolicyId, Tally]
) -> Iterator[str]:
    total = Tally()
    for each in policies:
        total.add(tallies[each.id])
    yield f"## {markdown(name)}" + (f": {markdown(known.title)}" if known else "")
    yield ""
    yield _sum_of(total, len(policies))
    yield ""
    if known is not None:
        yield f"- What these verdicts can show: {prose(known.shows)}."
        yield f"- What they do not cover: {prose(known.beyond)}."
    else:
        yield "- drlint does not describe this control: what it asks for, and what no tool can see of it, is for"
        yield "  whoever named it to say."
    yield ""
    spoke = [each for each in policies if tallies[each.id].looked_at]
    if spoke:
        yield "| policy | stage | pass | fail | unknown | waived | baseline | what it holds to |"
        yield "|---|---|---|---|---|---|---|---|"
        yield from (_row(each, tallies[each.id]) for each in spoke)
        yield ""
    silent = [each for each in policies if not tallies[each.id].looked_at]
    for said, some in (
        ("Had nothing to judge", [each for each in silent if not each.not_assessed]),
        ("Could not be answered by these inputs", [each for each in silent if each.not_assessed]),
    ):
        if some:
            yield f"{said}: {', '.join(code(each.id) for each in some)}."
            yield ""


def _sum_of(total: Tally, policies: int) -> str:
    if not total.looked_at:
        return "Nothing was looked at, so nothing here supports it."
    return (
        f"Looked at: {count(total.looked_at, 'verdict')} of {count(policies, 'policy', 'policies')}. "
        f"{total.passed:,} pass and support it, {total.failed:,} fail and speak against it, {total.unknown:,} unknown, "
        f"{total.waived:,} waived, {total.baseline:,} in the baseline."
        + (f" {total.elsewhere:,} set aside: another root is said to answer." if total.elsewhere else "")
        + (f" {total.broke:,} missing, because a policy broke." if total.broke else "")
    )


def _row(policy: PolicySummary, tally: Tally) -> str:
    numbers = (tally.passed, tally.failed, tally.unknown, tally.waived, tally.baseline)
    cells = [cell_code(policy.id), markdown(policy.stage), *(f"{each:,}" for each in numbers), markdown(policy.title)]
    return f"| {' | '.join(cells)} |"


def _rest(framework: Framework | None, named: Iterable[str]) -> Iterator[str]:
    """What of the framework nothing here speaks to."""
    yield "## Not looked at"
    yield ""
    if framework is not None:
        missing = [each for each in framework.controls if each.id not in set(named)]
        for each in missing:
            yield f"- {code(each.id)} {markdown(each.title)}: no policy that was asked speaks to it."
    yield "- Every other control of the framework: this bundle holds nothing about it."
    yield ""
