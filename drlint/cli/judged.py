"""What policies say of declared resources, for the commands that change source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from drlint.catalog.kind import Door
from drlint.catalog.registry import Catalog
from drlint.cli.configuration import Configuration
from drlint.cli.declared import Declared
from drlint.cli.policy_sets import builtin_policies, own_policies
from drlint.cli.run import elsewhere_of, parameters_of, require_fitting, selected
from drlint.engine.aside import provided_elsewhere
from drlint.engine.evaluate import Settings, Verdicts, evaluate
from drlint.estate.estate import Estate
from drlint.estate.join import join
from drlint.model.finding import Finding
from drlint.policy.load import CompiledPolicy, loaded
from drlint.policy.reading import Reading


class Judged(Struct, frozen=True, kw_only=True):
    """An estate and its findings; `policies` by id, `settings` as the engine had them."""

    estate: Estate
    policies: Mapping[str, CompiledPolicy]
    settings: Settings
    verdicts: Verdicts
    findings: tuple[Finding, ...]

    def reading(self, finding: Finding) -> Reading:
        """The policy of a finding asked about its resource once more."""
        resource = self.estate.at(finding.resource)
        if resource is None:
            message = f"{finding.resource} is not in the estate"
            raise LookupError(message)
        metadata = self.policies[finding.policy].metadata
        parameters = {**metadata.parameters, **self.settings.parameters.get(metadata.id, {})}
        return Reading(resource, self.estate, parameters, self.settings.objectives)


def policies_for(settings: Configuration, catalog: Catalog, flags: Mapping[str, Any]) -> list[CompiledPolicy]:
    """Drlint's own policies and the user's, all of them."""
    base = settings.path.parent if settings.path else Path()
    folders = [base / each for each in settings["policies"]] + [Path(each) for each in flags.get("policies") or ()]
    found = list(builtin_policies(catalog))
    for folder in folders:
        found += own_policies(folder, catalog, allow_python=bool(flags.get("allow_python_policies")))
    return found


def judged(given: Declared, policies: Sequence[CompiledPolicy], catalog: Catalog, settings: Configuration) -> Judged:
    """What the selected policies say; findings that another root answers for are left out."""
    require_fitting(policies, settings)
    chosen = selected(policies, settings["select"], settings["ignore"])
    objectives = settings.objectives()
    estate = join(
        [resource for root in given.roots for resource in root.read.resources],
        catalog,
        world=settings["world"],
        regions=frozenset(region for root in given.roots for region in root.read.regions),
        recovery_regions=objectives.recovery_regions,
    )
    evaluating = Settings(
        parameters=parameters_of(policies, settings),
        objectives=objectives,
        doors=frozenset({Door.SOURCE}),
        profile=settings["profile"],
    )
    verdicts = evaluate(loaded(chosen, catalog), estate, evaluating)
    return Judged(
        estate=estate,
        policies={each.metadata.id: each for each in policies},
        settings=evaluating,
        verdicts=verdicts,
        findings=tuple(provided_elsewhere(verdicts.findings, (), elsewhere_of(policies, settings)).findings),
    )
