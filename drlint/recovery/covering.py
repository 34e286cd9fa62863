"""Which stateful members of a workload its runbooks recover."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from drlint.estate.estate import Estate
from drlint.model.collection import NOTHING, Collection
from drlint.model.procedure import Command, Step
from drlint.model.resource import Resource
from drlint.model.values import Unknown, first_of
from drlint.recovery.copies import Copy, copies_of
from drlint.recovery.identifiers import named_in
from drlint.recovery.operations.model import COPY, CREATE, DATA, MADE, START
from drlint.recovery.primary_region import writer_of
from drlint.recovery.procedures import Asked, calls_of, steps_of
from drlint.recovery.purposes import is_recovery
from drlint.recovery.workloads import members_of, role_of, runbooks_of

# Copies that can be used as they are, so that no step has to make them usable.
_READY: Final = frozenset({"bucket replication", "replica table", "replica secret"})
# What holds data of others, or what is made anew by a deployment.
_NO_STEP: Final = frozenset({"aws_backup_vault", "aws_backup_logically_air_gapped_vault", "aws_ecr_repository"})
_RECOVERS: Final = DATA | {COPY, CREATE, START}
_MAY_BE_ANYTHING: Final = frozenset({
    "backup start-restore-job", "ssm start-automation-execution", "arc-region-switch start-plan-execution",
    "cloudformation create-stack", "cloudformation deploy", "drs start-recovery",
})  # fmt: skip
_SAYS_DATA: Final = re.compile(
    r"\b(?:promot|restor|recover|fail(?:s|ing)?[- ]?over|database|backup|data\b)", re.IGNORECASE
)
_SAYS_RECOVERY: Final = re.compile(r"\b(?:promot|restor|recover|fail(?:s|ing)?[- ]?over)", re.IGNORECASE)
_TOOLS: Final = frozenset({
    "make", "terraform", "tofu", "terragrunt", "ansible-playbook", "pg_restore", "mongorestore", "mysql", "psql",
    "redis-cli", "restic", "velero", "helm", "kubectl", "cdk", "pulumi", "",
})  # fmt: skip
_TOLD: Final = 4  # letters that a name has at least, to be known in a text


class Cover(Struct, frozen=True):
    """Whether some step recovers a member; `answer` False: none does."""

    member: Resource
    answer: bool | Unknown


class _Steps(Struct, frozen=True):
    """What the runbooks of a workload recover, gathered once.

    `touched` are what the commands name, `words` the texts that may name something; `kinds` are those of which a
    variable may name one, `anything` says why any member may be recovered.
    """

    touched: frozenset[int]
    words: str
    kinds: Mapping[str, Unknown]
    anything: Unknown | None


def covers_of(workload: Resource, estate: Estate) -> tuple[Cover, ...]:
    """The stateful members of a workload that need a step, each with whether a runbook has one."""
    runbooks = [each for each in runbooks_of(workload, estate).certain if _recovers(each)]
    if not runbooks:
        return ()
    steps = _gathered(runbooks, estate)
    return tuple(_cover(each, steps, estate) for each in stateful_members(workload, estate))


def _recovers(runbook: Resource) -> bool:
    return runbook["kind"] in {"failover", "restore"} and is_recovery(runbook)


def _gathered(runbooks: list[Resource], estate: Estate) -> _Steps:
    kinds: dict[str, Unknown] = {}
    anything: Unknown | None = None
    for runbook in runbooks:
        for asked in calls_of(runbook, estate):
            doubt = Unknown(f"{asked.step.key} of {runbook['name']} does not say what it recovers")
            if f"{asked.call.service} {asked.call.operation}" in _MAY_BE_ANYTHING:
                anything = first_of(anything, doubt)
            kinds |= {kind: doubt for kind in _kinds_of_variables(asked) if kind not in kinds}
        for step in steps_of(runbook):
            if step.part == "steps" and _SAYS_RECOVERY.search(step.action) and any(map(_may_recover, step.commands)):
                script = Unknown(f"{step.key} of {runbook['name']} runs a script that may recover it")
                anything = first_of(anything, script)
    return _Steps(
        touched=frozenset(id(each) for runbook in runbooks for each in _touched(runbook, estate)),
        words="\n".join(text for runbook in runbooks for step in steps_of(runbook) for text in _texts(step)),
        kinds=kinds,
        anything=anything,
    )


def stateful_members(workload: Resource, estate: Estate) -> list[Resource]:
    """The members whose data is theirs: required, no copies of other members, not a cache without snapshots."""
    found = [
        each
        for each in members_of(workload, estate).certain
        if estate.catalog[each.kind].holds_data
        and each.kind not in _NO_STEP
        and role_of(each, workload) == "required"
        and not _is_cache(each)
    ]
    copied = {id(copy.resource) for each in found for copy in copies_of(each, estate) if _follows(copy, estate)}
    return [each for each in found if id(each) not in copied]


def _is_cache(resource: Resource) -> bool:
    if resource.kind != "aws_elasticache_replication_group":
        return False
    kept, whole = resource["snapshot_retention_limit"], resource["global_replication_group_id"]
    return whole is None and isinstance(kept, int) and kept == 0


def _follows(copy: Copy, estate: Estate) -> bool:
    """Whether a copy is one, and not what is copied: of a global database each member is a copy of each other."""
    if copy.resource is None or not copy.certain:
        return False
    if copy.mechanism != "global database":
        return True
    return _is_secondary(copy.resource, estate)


def _is_secondary(member: Resource, estate: Estate) -> bool:
    for whole in _links(estate, member, "member_of"):
        writer = writer_of(whole, estate) if whole.kind != "aws_elasticache_global_replication_group" else None
        if writer is not None and writer is not member:
            return True
    return bool(_links(estate, member, "member_of").items) and member.kind == "aws_elasticache_replication_group"


def _may_recover(command: Command) -> bool:
    """Whether a command that is none of AWS's may recover data: a script, a tool, a program not known."""
    return command.call is None and (
        command.program in _TOOLS or "/" in command.written or any(each.role == "script" for each in command.paths)
    )


def _touched(runbook: Resource, estate: Estate) -> Iterator[Resource]:
    """What the steps of a runbook promote, restore, copy or make anew from."""
    for asked in calls_of(runbook, estate):
        if asked.operation.does in _RECOVERS:
            for named in named_in(asked, estate):
                yield from named.found


def _cover(member: Resource, steps: _Steps, estate: Estate) -> Cover:
    family = list(_family(member, estate))
    if any(id(each) in steps.touched for each in family):
        return Cover(member, answer=True)
    copies = copies_of(member, estate)
    if any(copy.mechanism in _READY and _is_away(copy) for copy in copies):
        return Cover(member, answer=True)
    if any(name in steps.words for each in family for name in _names(each, estate)):
        return Cover(member, answer=True)
    doubt = first_of(steps.kinds.get(member.kind), steps.anything)
    if doubt is None and member.kind in {"aws_s3_bucket", "aws_dynamodb_table", "aws_secretsmanager_secret"}:
        doubt = first_of(copies.unseen, copies.more)
    return Cover(member, answer=False if doubt is None else doubt)


def _is_away(copy: Copy) -> bool:
    return isinstance(copy.region, str) and copy.region != copy.of.region


def _family(member: Resource, estate: Estate) -> Iterator[Resource]:
    """A member, its copies, what it belongs to and what belongs to it."""
    yield member
    for copy in copies_of(member, estate):
        if copy.resource is not None:
            yield copy.resource
    for relation in ("member_of", "source_of_global", "leads", "instances", "snapshots", "replicated_backups"):
        yield from _links(estate, member, relation)


def _names(resource: Resource, estate: Estate) -> Iterator[str]:
    for name in estate.catalog[resource.kind].names:
        value = resource.view.attributes.get(name)
        if isinstance(value, str) and len(value) >= _TOLD:
            yield value.lower()


def _texts(step: Step) -> Iterator[str]:
    """The texts of a step that recovers something, by its words or its programs."""
    if step.part in {"steps", "checks"} and _SAYS_DATA.search(step.action):
        yield step.action.lower()
    for command in step.commands:
        if command.call is None or command.call.service == "s3":
            yield from (word.text.lower() for word in command.words if word.text)


def _kinds_of_variables(asked: Asked) -> Iterator[str]:
    """The kinds of which a call recovers one that is not known before it runs."""
    if asked.operation.does in _RECOVERS:
        given = asked.call.parameters
        for names in asked.operation.names:
            if names.role != MADE and any(word.text is None for word in given.get(names.parameter, ())):
                yield from names.kinds


def _links(estate: Estate, resource: Resource, relation: str) -> Collection:
    try:
        return estate.links(resource, relation)
    except KeyError:
        return NOTHING
