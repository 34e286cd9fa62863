"""What a role has to be allowed, told by the calls that the catalog declares."""

from __future__ import annotations

import json
from collections.abc import Iterable

from drlint.catalog.kind import Kind
from drlint.catalog.registry import Catalog
from drlint.readers.aws.actions import action_of
from drlint.readers.aws.plan import call_of, listed

# What a run asks about itself: who it is (which nobody needs to allow), and which Regions there are.
OWN = ("ec2:DescribeRegions", "sts:GetCallerIdentity")
# What the account that collects from the others of an organization needs besides.
OF_ORGANIZATION = (
    "organizations:ListAccounts",
    "organizations:ListAccountsForParent",
    "organizations:ListOrganizationalUnitsForParent",
    "organizations:ListTagsForResource",
)
LONGEST = (
    2048  # characters of a session policy: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
)
# Of these, what begins with List names objects, too.
_NAMED_ALONE = frozenset({"s3"})


def actions_for(kinds: Iterable[Kind]) -> tuple[str, ...]:
    """IAM's names of all that reading these kinds calls, and of what every run asks."""
    found = set(OWN)
    for kind in kinds:
        call = call_of(kind)
        found.add(action_of(call.service, call.operation))
        found.update(action_of(detail.service or call.service, detail.operation) for detail in kind.details)
        if kind.metrics:
            found.add("cloudwatch:GetMetricData")
        if kind.name == "aws_s3_bucket":
            found.add("s3:GetBucketLocation")
    return tuple(sorted(found))


def kinds_for(names: Iterable[str], catalog: Catalog) -> tuple[Kind, ...]:
    """The kinds of these names, what they are tied to either way, what they are listed by, and what backs up."""
    wanted = {catalog.owners.get(name, name) for name in names}
    if "*" in wanted or not wanted:
        return listed(catalog)
    tied = set(wanted)
    for kind in catalog.kinds.values():
        targets = {to for each in kind.relations for to in each.to}
        if kind.name in wanted:
            tied |= targets
        elif targets & wanted:
            tied.add(kind.name)
    tied |= {name for name in catalog.kinds if name.startswith("aws_backup_")}
    found = [kind for kind in listed(catalog) if kind.name in tied]
    parents = {each for kind in found if (each := call_of(kind).each) is not None}
    return tuple(kind for kind in listed(catalog) if kind.name in tied | parents)


def session_policy(catalog: Catalog) -> str:
    """The policy that is passed when a role is taken on: whatever the role may, this run may only read.

    Where services call what only describes by one word, it is named by that word: all names would not fit.
    """
    actions = sorted({_shortened(each) for each in actions_for(listed(catalog))})
    return _written([_statement("Allow", actions)])


def _shortened(action: str) -> str:
    service, _, operation = action.partition(":")
    word = next((each for each in ("Describe", "List") if operation.startswith(each)), None)
    return action if word is None or service in _NAMED_ALONE else f"{service}:{word}*"


def _statement(effect: str, actions: list[str]) -> dict[str, object]:
    return {"Effect": effect, "Action": actions, "Resource": "*"}


def _written(statements: list[dict[str, object]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, separators=(",", ":"))
