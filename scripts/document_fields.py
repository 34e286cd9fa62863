"""The fields of recovery documents: the shape of each, what it says, and by which other names it is known."""

from __future__ import annotations

from collections.abc import Mapping

from drlint.readers.documents import hub_settings, rehearsals, runbook, workload
from scripts.document_shapes import (
    DAY,
    DURATION,
    FREQUENCY,
    NOTHING,
    NUMBER,
    REGION,
    REGIONS,
    TAGS,
    TEXT,
    TEXTS,
    TRUTH,
    Shape,
    choice,
    define,
    mapping,
    name_of,
    of_texts,
    one_of,
    several,
)


class Field:
    """A field: its shape, what it says, and by which other names it is known."""

    def __init__(self, shape: Shape, says: str, *others: str) -> None:
        self.shape, self.says, self.others = shape, says, others


def properties(fields: Mapping[str, Field]) -> dict[str, Shape]:
    """The fields by all their names."""
    made: dict[str, Shape] = {}
    for name, field in fields.items():
        made[name] = {"description": field.says, **field.shape}
        made |= {other: {"description": f"Another word for {name}.", **field.shape} for other in field.others}
    return made


STRATEGY = define("strategy", choice(workload.STRATEGIES))
OBJECTIVE = {
    "rto": Field(DURATION, "How long recovery may take."),
    "rpo": Field(DURATION, "How much data, in time, may be lost."),
    "approach": Field(STRATEGY, "The strategy for this disruption.", "strategy"),
}
_OBJECTIVE = define("objective", mapping(properties(OBJECTIVE), closed=True))
OBJECTIVES = define(
    "objectives",
    {
        "anyOf": [
            mapping(properties(OBJECTIVE), closed=False, anyOf=[{"required": ["rto"]}, {"required": ["rpo"]}]),
            {
                "type": "object",
                "propertyNames": name_of(workload.DISRUPTIONS),
                "additionalProperties": {"anyOf": [_OBJECTIVE, NOTHING]},
                "properties": {
                    each: {"anyOf": [_OBJECTIVE, NOTHING]} for each in dict.fromkeys(workload.DISRUPTIONS.values())
                },
                "patternProperties": {"^x-": {}},
                "not": {"anyOf": [{"required": ["rto"]}, {"required": ["rpo"]}]},
            },
            NOTHING,
        ]
    },
)
_SAYING = [{"required": [each]} for each in ("tags", "address", "addresses", "module", "modules", "arn", "arns")]
MEMBER = {
    "tags": Field(TAGS, "Tags that all must be there."),
    "address": Field(TEXTS, "Addresses in Terraform, with * for any part.", "addresses"),
    "module": Field(TEXTS, "Modules whose resources are members.", "modules"),
    "arn": Field(TEXTS, "ARNs, with * for any part.", "arns"),
    "role": Field(choice(workload.ROLES), "required, optional, or derived for what can be built anew."),
}
_MEMBER = define("member", mapping(properties(MEMBER), closed=True, anyOf=_SAYING))
THIRD_PARTY = {
    "name": Field(TEXT, "Who it is."),
    "purpose": Field(TEXT, "What they do for the workload."),
    "contact": Field(TEXT, "Whom to call at night."),
    "rto": Field(DURATION, "How soon they promise to be back."),
    "fallback": Field(TEXT, "What is done without them."),
    "provider": Field(TEXT, "Their provider in Terraform."),
}
ASSUMPTIONS = {
    "detection": Field(DURATION, "How long until somebody notices."),
    "decision": Field(DURATION, "How long until somebody decides."),
    "data_size_gib": Field(NUMBER, "How much data is restored, in GiB.", "data_size"),
    "restore_mib_s": Field(NUMBER, "How fast it is restored, in MiB a second."),
}
HUB = {
    "name": Field(TEXT, "The name of the policy there."),
    "tier": Field(choice(hub_settings.TIERS_THERE), "Its tier."),
    "data_location": Field(choice(hub_settings.LOCATIONS_THERE), "Where its data may lie."),
    "kms_key_id": Field(TEXT, "The key that encrypts it."),
    "sharing": Field(TRUTH, "Whether it is shared."),
    "tags": Field(TAGS, "Its tags."),
}
WORKLOAD = {
    "name": Field(TEXT, "What the business calls it. Other documents name it so."),
    "description": Field(TEXT, "What it is."),
    "owner": Field(TEXT, "Who answers for it."),
    "tier": Field(
        of_texts(
            r"(?:[tT][iI][eE][rR]|[tT])?[ _-]*[0-4]",
            one_of(workload.tier_words()).replace("\\-", "[ -]"),
            also=({"type": "integer", "minimum": 0, "maximum": 4},),
        ),
        "How much depends on it: 1 to 4, or critical, high, medium, low.",
    ),
    "environment": Field(TEXT, "production, staging …"),
    "members": Field(
        {"anyOf": [TEXT, _MEMBER, {"type": "array", "items": {"anyOf": [TEXT, _MEMBER]}}]},
        "Which resources are part of it: addresses, ARNs, modules or tags.",
    ),
    "primary_region": Field(REGION, "The Region it runs in.", "region"),
    "recovery_regions": Field(REGIONS, "The Regions it recovers to.", "recovery_region"),
    "data_residency": Field(REGIONS, "The only Regions where its data may lie.", "data_residency_regions"),
    "strategy": Field(STRATEGY, "How it means to recover from the loss of its Region.", "approach"),
    "objectives": Field(
        OBJECTIVES, "RTO and RPO, for all disruptions or for each: software, hardware, zone, region, account."
    ),
    "rto": Field(DURATION, "The RTO for all disruptions, where there are no objectives."),
    "rpo": Field(DURATION, "The RPO for all disruptions, where there are no objectives."),
    "backup_every": Field(DURATION, "The time between two backups."),
    "mtpd": Field(DURATION, "How long the business survives without it; RTO and WRT fit into it."),
    "wrt": Field(DURATION, "How long it takes, after recovery, until the business works."),
    "availability": Field(NUMBER, "The availability that is promised, in percent."),
    "depends_on": Field(TEXTS, "Workloads without which it does not work."),
    "third_parties": Field(
        several(define("third_party", {"anyOf": [TEXT, mapping(properties(THIRD_PARTY), closed=True)]})),
        "Who outside is needed.",
    ),
    "runbooks": Field(TEXTS, "Its runbooks, by name or by file: from this folder, or from the repository's top."),
    "assumptions": Field(
        {"anyOf": [mapping(properties(ASSUMPTIONS), closed=True), NOTHING]}, "What the objectives take for granted."
    ),
    "change_management": Field(TEXT, "The process or ticket by which it is changed."),
    "budget": Field(
        choice(workload.BUDGETS), "How much recovery may cost: $ to $$$$, or low to very high.", "budget_class"
    ),
    "test_every": Field(FREQUENCY, "How often recovery is to be rehearsed.", "test_frequency"),
    "reviewed": Field(DAY, "The day on which this was last looked over."),
    "resilience_hub": Field(
        {"anyOf": [mapping(properties(HUB), closed=True), NOTHING]}, "What only AWS Resilience Hub needs."
    ),
}

COMMANDS: Shape = {
    "anyOf": [
        TEXT,
        {"type": "array", "items": TEXT},
        {"type": "object", "additionalProperties": TEXT},
    ]
}
STEP = {
    "id": Field(TEXT, "What findings call it; its number where it has none."),
    "action": Field(TEXT, "What is done.", "step", "name", "title", "description"),
    "commands": Field(COMMANDS, "What is typed, in order. Nothing of it is ever run.", "command", "run"),
    "verification": Field(TEXTS, "How one sees that it worked.", "verify", "verifications"),
    "wait": Field(DURATION, "How long to wait before the next step."),
    "region": Field(REGION, "The Region in which it happens."),
}
STEPS = define(
    "steps",
    {
        "anyOf": [
            TEXT,
            {"type": "array", "items": {"anyOf": [TEXT, define("step", mapping(properties(STEP), closed=False))]}},
        ]
    },
)
PERSON = {"name": Field(TEXT, "Who."), "date": Field(DAY, "When.", "on")}
_PERSON = define("person", mapping(properties(PERSON), closed=False))
RUNBOOK = {
    "name": Field(TEXT, "What it is called.", "title"),
    "version": Field(TEXT, "Its version."),
    "kind": Field(choice(runbook.KINDS), "failover, failback or restore; else its name and parts tell.", "procedure"),
    "last_tested": Field(DAY, "The day on which somebody last went through it.", "last_test"),
    "reviewed": Field(DAY, "The day on which it was last looked over.", "last_reviewed"),
    "covers": Field(TEXTS, "The workloads it is for.", "workloads", "workload"),
    "owner": Field(TEXT, "Who answers for it."),
    "contacts": Field(TEXTS, "Whom to call."),
    "locations": Field(TEXTS, "Where it is kept: https://, s3:// or a path. Nobody fetches anything."),
    "lost_region": Field(REGION, "The Region that is lost when it is needed."),
    "trained": Field(
        {
            "anyOf": [
                TEXT,
                {"type": "array", "items": {"anyOf": [TEXT, _PERSON]}},
                {"type": "object", "additionalProperties": {"anyOf": [DAY, _PERSON]}},
            ]
        },
        "Who is trained, and since when: names with days.",
    ),
    "prerequisites": Field(TEXTS, "What must be there before it begins."),
    "decision_criteria": Field({"anyOf": [TEXTS, {"type": "object", "additionalProperties": TEXTS}]}, "When to begin."),
    "pre_failback_checks": Field(STEPS, "What to look at before a failback.", "pre_failover_checks", "checks"),
    "steps": Field(STEPS, "What is done, in order."),
    "rollback": Field(
        {
            "anyOf": [
                STEPS,
                mapping(
                    properties({"trigger": Field(TEXT, "When to go back."), "steps": Field(STEPS, "How.")}),
                    closed=False,
                ),
            ]
        },
        "The way back.",
    ),
    "post_failover": Field(STEPS, "What is done afterwards."),
    "post_failback": Field(STEPS, "What is done afterwards."),
}
MEASURED = {
    "rto": Field(DURATION, "How long recovery took."),
    "rpo": Field(DURATION, "How much data, in time, was lost."),
}
ISSUE = {
    "title": Field(TEXT, "What went wrong.", "issue", "description", "name"),
    "ticket": Field(TEXT, "Where it is followed."),
    "closed": Field(DAY, "The day on which it was mended.", "fixed"),
}
DRILL = {
    "name": Field(TEXT, "What it is called.", "title"),
    "date": Field(DAY, "The day on which it took place.", "day"),
    "type": Field(choice(rehearsals.TYPES), "tabletop, component, full failover or restore."),
    "disruption": Field(choice(workload.DISRUPTIONS), "What was rehearsed the loss of."),
    "covers": Field(TEXTS, "The workloads that took part.", "workloads", "workload"),
    "runbooks": Field(TEXTS, "The runbooks that were gone through, by name or by file.", "runbook"),
    "rto": Field(DURATION, "The RTO that was measured.", "measured_rto", "rto_measured"),
    "rpo": Field(DURATION, "The RPO that was measured.", "measured_rpo", "rpo_measured"),
    "measured": Field(
        {"anyOf": [mapping(properties(MEASURED), closed=False), TEXTS]},
        "All that was measured, rto and rpo among it.",
        "metrics",
    ),
    "outcome": Field(choice(rehearsals.OUTCOMES), "success, partial or failure.", "result"),
    "participants": Field(TEXTS, "Who took part."),
    "issues": Field(
        several(define("issue", {"anyOf": [TEXT, mapping(properties(ISSUE), closed=False)]})), "What went wrong."
    ),
    "plan_reviewed": Field(
        DAY, "The day on which the plan was looked over afterwards.", "plan_reviewed_on", "reviewed"
    ),
    "evidence": Field(TEXT, "Where the record of it is kept."),
}
TEST_TYPE = {
    "frequency": Field(FREQUENCY, "How often."),
    "duration": Field(TEXT, "How long it takes."),
    "participants": Field(TEXTS, "Who takes part."),
    "objectives": Field(TEXTS, "What it is to show."),
    "tests": Field(TEXTS, "What is tested."),
    "type": Field(TEXT, "In a list: tabletop, component, full failover or restore.", "name"),
}
_TEST_TYPE = define("test_type", mapping(properties(TEST_TYPE), closed=False))
TEST_PLAN = {
    "name": Field(TEXT, "What it is called.", "title"),
    "frequency": Field(FREQUENCY, "How often recovery is rehearsed."),
    "last_test": Field(DAY, "The day of the last test."),
    "next_test": Field(DAY, "The day of the next one."),
    "covers": Field(TEXTS, "The workloads it is for.", "workloads", "workload"),
    "owner": Field(TEXT, "Who answers for it."),
    "test_types": Field(
        {
            "anyOf": [
                {"type": "object", "additionalProperties": {"anyOf": [_TEST_TYPE, NOTHING]}},
                {"type": "array", "items": {"anyOf": [_TEST_TYPE, NOTHING]}},
                NOTHING,
            ]
        },
        "The tests, by their type.",
    ),
    "metrics_to_capture": Field(TEXTS, "What is to be measured."),
    "success_criteria": Field(TEXTS, 'What makes it a success, such as "RTO achieved: < 30 minutes".'),
}
