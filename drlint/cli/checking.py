"""What `check` and `demo` do: configuration, inputs, one run, reports, exit code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct, structs

from drlint.catalog.registry import Catalog, load
from drlint.cli.caches import kept_in
from drlint.cli.changes import NOTHING, touched_by
from drlint.cli.code_owners import Owned, Registry
from drlint.cli.configuration import Configuration
from drlint.cli.discovery import Found, found_in
from drlint.cli.exit_codes import exit_code
from drlint.cli.gathering import all_read
from drlint.cli.histories import history_of
from drlint.cli.inputs import Gathered
from drlint.cli.named import require_kinds
from drlint.cli.naming import uri_of
from drlint.cli.options import day_of
from drlint.cli.parts import Part, Rules, parts_of, whole
from drlint.cli.policy_sets import builtin_policies, own_policies
from drlint.cli.progress import progress
from drlint.cli.ruling import rules_by
from drlint.cli.run import Asked, Known, report_of
from drlint.cli.source_inputs import SourceInputs
from drlint.cli.telling import Keep, complain, is_drawn, outputs_asked, tell
from drlint.cli.waivers import waivers_of, whole_of
from drlint.engine.report import Report
from drlint.engine.together import together
from drlint.model.errors import DrlintError
from drlint.model.finding import Severity
from drlint.policy.load import CompiledPolicy

if TYPE_CHECKING:
    from drlint.cli.imports import Imported

_FLAGS = (
    "select",
    "ignore",
    "fail_on",
    "min_severity",
    "exit_zero",
    "incomplete",
    "strict",
    "profile",
    "world",
    "context",
    "root",
    "baseline",
    "lost_region",
)
_PRECEDENCE = (5, 1, 4, 0)
_NOTHING = (
    "no Terraform source, plan or state here, and no recovery document; a plan: terraform show -json tfplan > plan.json"
)


class Judged(Struct, frozen=True, kw_only=True):
    """A part after its run: what was read of it and whose it is, by which policies it was judged, what they said."""

    part: Part
    given: Gathered
    policies: Sequence[CompiledPolicy]
    owned: Owned
    report: Report


class Run(Struct, frozen=True, kw_only=True):
    """All parts after their run, one account of them, the exit code, and the least severity that is shown.

    `of_others` is the code of what other tools found, None where none was asked.
    """

    parts: Sequence[Judged]
    report: Report
    code: int
    least: Severity
    of_others: int | None = None

    def code_of_new(self, told: Callable[[Report], Report], least_seen: float | None) -> int:
        """The exit code where only what is new or worse counts, as each part's report says once it is told what is."""
        codes = {
            exit_code(told(each.report), each.part.settings, only_new=True, least_seen=least_seen)
            for each in self.parts
        }
        return _worst(codes if self.of_others is None else codes | {self.of_others})


def check(paths: Sequence[str], keep: Keep | None = None, **flags: Any) -> int:
    """Judge what the paths hold, each root under its own configuration; write the reports, answer the exit code.

    `keep` is told the report and what of the run it does not say.
    """
    outputs = outputs_asked(flags)
    run = judge(paths, **flags)
    if isinstance(run, int):
        return run
    tell(run.report, outputs, flags, run.least)
    if keep is not None:
        keep(run.report, run.code, run.least)
    return run.code


def judge(paths: Sequence[str], **flags: Any) -> Run | int:
    """Judge what the paths hold, each root under its own configuration; the exit code where there is nothing to judge.

    A `witness` among the flags is told of each resource that keeps a policy.
    """
    changed = bool(flags.get("changed"))
    found = flags.get("found") or (touched_by(paths, flags.get("kinds") or ()) if changed else found_in(paths))
    if changed and found.is_empty and not flags.get("trusted_ref"):
        click.echo(NOTHING, err=True)
        return 0
    brought = _brought(flags)
    with rules_by(flags.get("trusted_ref"), paths) as rules, progress() as tick:
        parts = _parts(rules.widened(found), paths, flags, rules)
        flags["policies"] = [rules.folder(each) for each in flags.get("policies") or ()]
        flags["seen"] = whole_of(() if changed else paths, alone=len(parts) == 1)
        done = _judged(parts, load(), {**flags, "beside": found.beside}, rules, tick)
        notes = rules.notes()
    if not any(each.given.recognised for each in done) and not (changed and any(each.report.findings for each in done)):
        return 0 if changed else 3
    report = together([each.report for each in done])
    report = structs.replace(report, notes=(*notes, *report.notes))
    if brought is not None:
        report = brought.into(report, done, keep_passed=bool(flags.get("show_passed")))
    only_new = bool(flags.get("only_new"))
    if only_new:
        from drlint.cli.comparing import require_compared  # noqa: PLC0415 - only such a run needs it

        require_compared([(each.report, each.given, each.part.settings) for each in done])
    own = frozenset(map(uri_of, paths)) if changed and report.blind_spots else None
    least_seen = flags.get("min_coverage")
    codes = {exit_code(each.report, each.part.settings, own, only_new=only_new, least_seen=least_seen) for each in done}
    of_others = None if brought is None else brought.code([each.part.settings for each in done])
    return Run(
        parts=done,
        report=report,
        code=_worst(codes if of_others is None else codes | {of_others}),
        of_others=of_others,
        least=min(Severity[each.settings["min_severity"].upper()] for each in parts),  # what shows most decides
    )


def _worst(codes: set[int]) -> int:
    return next(code for code in _PRECEDENCE if code in codes)


def _brought(flags: Mapping[str, Any]) -> Imported | None:
    """What `--import` names, None where it names nothing."""
    if not flags.get("imports"):
        return None
    from drlint.cli.imports import imported  # noqa: PLC0415 - hardly any run imports

    return imported(flags["imports"])


def _parts(found: Found, paths: Sequence[str], flags: Mapping[str, Any], rules: Rules) -> list[Part]:
    """What was found, in parts by what rules it."""
    said = {name: flags.get(name) for name in _FLAGS}
    given = flags.get("config")
    is_whole = bool(flags.get("bare")) or given is not None
    return whole(found, given, said, rules) if is_whole else parts_of(found, paths, said, rules)


def _judged(
    parts: Sequence[Part],
    catalog: Catalog,
    flags: Mapping[str, Any],
    rules: Rules,
    tick: Callable[[int], None] | None,
) -> list[Judged]:
    """Read everything, then judge each part with the others in view."""
    policies = _policies(parts, catalog, flags)
    baselines = _baselines(parts, flags, rules)
    sources = _sources(flags)
    given, context = all_read(parts, catalog, sources, flags, rules)
    changes = rules.changes_by([each.ruling for each in parts])
    _require_kinds(given, flags)
    _complain(given, changed=bool(flags.get("changed")))
    shares = _shares(baselines, given)
    day, applied, history = day_of(flags), not flags.get("no_waivers"), history_of(rules, parts, given, catalog)
    registry, done = Registry(), []
    for at, part in enumerate(parts):
        beside = tuple(result for other, each in enumerate(given) if other != at for result in each.results)
        asked = Asked(
            keep_passed=bool(flags.get("show_passed") or flags.get("imports")),
            tick=tick,
            beside=beside,
            today=day,
            waivers=waivers_of(given[at], policies[at], part.settings, flags["seen"], day, applied=applied),
            witness=flags.get("witness"),
            baseline=shares[at],
            drawn=is_drawn(flags),
            gate_changes=changes[at],
            history=history,
            owned=Owned() if flags.get("bare") else registry.of(part.found, flags.get("source")),
        )
        report = report_of(given[at], context[at], policies[at], catalog, part.settings, asked)
        done.append(Judged(part=part, given=given[at], policies=policies[at], owned=asked.owned, report=report))
    return done


def _require_kinds(given: Sequence[Gathered], flags: Mapping[str, Any]) -> None:
    """Refuse files that are not what flags say, and `--source` where only source was given; raises DrlintError."""
    require_kinds(flags.get("kinds") or {}, given)
    inputs = [each for some in given for each in some.inputs]
    if flags.get("source") and inputs and all(each.kind == "source" for each in inputs):
        raise DrlintError("--source is the code that a plan was made from, and no plan was given; name it as a path")


def _baselines(parts: Sequence[Part], flags: Mapping[str, Any], rules: Rules) -> list[Known | None]:
    """What the findings of each part are held against, a file that rules several read once; `known` may answer."""
    asked: Callable[[Configuration], Known] | None = flags.get("known")
    if asked is not None:
        return [asked(part.settings) for part in parts]
    if all(part.settings["baseline"] is None for part in parts):
        return [None] * len(parts)
    from drlint.cli.baselines import Shelf  # noqa: PLC0415 - only a run with a baseline needs it

    shelf = Shelf(rules)
    return [None if part.settings["baseline"] is None else shelf.known(part.settings) for part in parts]


def _shares(baselines: list[Known | None], given: Sequence[Gathered]) -> list[Known | None]:
    """What each part is held against: of a baseline that rules several, the entries of its roots."""
    if len(given) == 1 or not any(baselines):
        return baselines
    from drlint.cli.baselines import shared_out  # noqa: PLC0415 - only a run with a baseline needs it

    return shared_out(baselines, [each.roots for each in given])


def _policies(parts: Sequence[Part], catalog: Catalog, flags: Mapping[str, Any]) -> list[list[CompiledPolicy]]:
    """The policies of each part: drlint's own, and those of the folders that its configuration and the flags name."""
    builtin = builtin_policies(catalog)
    own: dict[Path, Sequence[CompiledPolicy]] = {}
    found = []
    for part in parts:
        folders = {folder.resolve(): folder for folder in _folders(part.settings, flags)}
        for key, folder in folders.items():
            if key not in own:
                own[key] = own_policies(folder, catalog, allow_python=bool(flags.get("allow_python_policies")))
        found.append([*builtin, *(each for key in folders for each in own[key])])
    _require_unique([*builtin, *(each for some in own.values() for each in some)])
    return found


def _sources(flags: Mapping[str, Any]) -> SourceInputs:
    return SourceInputs(
        given=flags.get("given") or (),
        workspace=flags.get("workspace"),
        cache=None if flags.get("no_cache") else kept_in("hcl"),
        source=flags.get("source"),
    )


def _folders(settings: Configuration, flags: Mapping[str, Any]) -> list[Path]:
    """Own policy folders: from configuration relative to its file, from flags relative to here."""
    base = settings.path.parent if settings.path else Path()
    return [base / each for each in settings["policies"]] + [Path(each) for each in flags.get("policies") or ()]


def _require_unique(policies: Sequence[CompiledPolicy]) -> None:
    known: set[str] = set()
    for each in policies:
        if each.metadata.id in known:
            raise DrlintError(f"two policies are called {each.metadata.id!r}; rename yours ({each.metadata.origin})")
        known.add(each.metadata.id)


def _complain(given: Sequence[Gathered], *, changed: bool) -> None:
    """One line on standard error for each thing that was not read; the reports list them all."""
    inputs = [each for some in given for each in some.inputs]
    complain([spot for each in given for spot in each.blind_spots], inputs)
    if not inputs and not changed:
        click.echo(f"drlint: {_NOTHING}", err=True)
