"""What people write about recovery: workloads with their objectives, runbooks, drills, test plans."""

from __future__ import annotations

from typing import Any

from drlint.catalog.kind import DOCUMENT_ONLY, Attribute, Block, Kind, Relation

_SOURCE = "drlint's own; nothing of AWS or Terraform"


def _said(name: str, **more: Any) -> Attribute:
    return Attribute(name=name, doors=DOCUMENT_ONLY, **more)


def _list(name: str) -> Attribute:
    return _said(name, many=True, default=())


def _several(name: str, *attributes: Attribute | Block) -> Block:
    return Block(name=name, many=True, doors=DOCUMENT_ONLY, attributes=attributes)


# The parts of a step, as `model.procedure.Step` has them.
_STEP = (
    _said("id"),
    _said("part"),
    _said("action"),
    _said("verification"),
    _said("wait", unit="seconds"),
    _said("region"),
    _said("key"),
)

_PEOPLE = (_said("name"), _said("date"))

# What the business runs. Times are in seconds, days are ISO texts, lists are of texts. `members` tell which resources
# are part of it: what one member names must all fit, one fitting member is enough; `role` is required, optional or
# derived (a cache that can be built anew). `strategy` is one of the glossary's words with hyphens, and the approach for
# the Region. `backup_every` is the longest time between backups; `resilience_hub` what a policy of AWS Resilience Hub
# holds besides.
WORKLOAD = Kind(
    name="workload",
    title="workload",
    names=("name",),
    of_documents=True,
    attributes=(
        _said("name"),
        _said("description"),
        _said("owner"),
        _said("tier", holds="number"),
        _said("environment"),
        _several(
            "members",
            _said("tags", holds="any"),
            _said("address"),
            _said("module"),
            _said("arn"),
            _said("role", default="required"),
        ),
        _said("primary_region"),
        _list("recovery_regions"),
        _list("data_residency"),
        _said("strategy"),
        _several(
            "objectives",
            _said("disruption"),
            _said("rto", unit="seconds"),
            _said("rpo", unit="seconds"),
            _said("approach"),
        ),
        _said("backup_every", unit="seconds"),
        _said("mtpd", unit="seconds"),
        _said("wrt", unit="seconds"),
        _said("availability", holds="number"),
        _list("depends_on"),
        _several(
            "third_parties",
            _said("name"),
            _said("purpose"),
            _said("contact"),
            _said("rto", unit="seconds"),
            _said("fallback"),
            _said("provider"),
        ),
        _list("runbooks"),
        Block(
            name="assumptions",
            doors=DOCUMENT_ONLY,
            attributes=(
                _said("detection", unit="seconds"),
                _said("decision", unit="seconds"),
                _said("data_size_gib", holds="number"),
                _said("restore_mib_s", holds="number"),
            ),
        ),
        _said("change_management"),
        _said("budget"),
        _said("test_every", unit="days"),
        _said("reviewed"),
        Block(
            name="resilience_hub",
            doors=DOCUMENT_ONLY,
            attributes=(
                _said("name"),
                _said("tier"),
                _said("data_location"),
                _said("kms_key_id"),
                _said("sharing", holds="truth"),
                _said("tags", holds="any"),
            ),
        ),
    ),
    relations=(
        Relation(name="depended_on", to=("workload",), by="depends_on", inverse="dependents"),
        Relation(name="documented_by", to=("runbook",), by="runbooks", inverse="of_workload"),
    ),
    source=_SOURCE,
)

# A procedure. `copies` are those of its locations that lie in the repository, and whether each is the same text as
# the runbook. `kind` is failover, failback or restore; `kind_given` whether somebody said so, or the name and the parts
# did. `steps` are all steps of all parts, in order, as `model.procedure.Step`.
RUNBOOK = Kind(
    name="runbook",
    title="runbook",
    names=("name", "file"),
    of_documents=True,
    attributes=(
        _said("name"),
        _said("file"),
        _said("version"),
        _said("kind"),
        _said("kind_given", holds="truth"),
        _said("last_tested"),
        _said("reviewed"),
        _list("covers"),
        _said("owner"),
        _list("contacts"),
        _list("locations"),
        _several("copies", _said("location"), _said("exists", holds="truth"), _said("same", holds="truth")),
        _said("lost_region"),
        _several("trained", *_PEOPLE),
        _list("prerequisites"),
        _list("decision_criteria"),
        _several("steps", *_STEP),
        _said("rollback_trigger"),
        _list("post_failover"),
        _list("post_failback"),
        _list("parts"),
    ),
    relations=(Relation(name="workloads", to=("workload",), by="covers", inverse="covered_by"),),
    source=_SOURCE,
)

# A rehearsal that took place. `type` is tabletop, component, full-failover or restore; `rto` and `rpo` are measured.
DRILL = Kind(
    name="drill",
    title="drill",
    names=("name",),
    of_documents=True,
    attributes=(
        _said("name"),
        _said("date"),
        _said("type"),
        _said("disruption"),
        _list("covers"),
        _list("runbooks"),
        _said("rto", unit="seconds"),
        _said("rpo", unit="seconds"),
        _said("outcome"),
        _list("participants"),
        _several("issues", _said("title"), _said("ticket"), _said("closed")),
        _list("measured"),
        _said("plan_reviewed"),
        _said("evidence"),
    ),
    relations=(
        Relation(name="workloads", to=("workload",), by="covers", inverse="drills"),
        Relation(name="rehearsed", to=("runbook",), by="runbooks", inverse="drills"),
    ),
    source=_SOURCE,
)

# What is to be rehearsed, and when. `frequency` is in days ("Quarterly" is 92).
TEST_PLAN = Kind(
    name="test_plan",
    title="test plan",
    names=("name",),
    of_documents=True,
    attributes=(
        _said("name"),
        _said("frequency", unit="days"),
        _said("last_test"),
        _said("next_test"),
        _list("covers"),
        _said("owner"),
        _several(
            "test_types",
            _said("type"),
            _said("frequency", unit="days"),
            _said("duration"),
            _list("participants"),
            _list("objectives"),
            _list("tests"),
        ),
        _list("metrics_to_capture"),
        _list("success_criteria"),
    ),
    relations=(Relation(name="workloads", to=("workload",), by="covers", inverse="test_plans"),),
    source=_SOURCE,
)
