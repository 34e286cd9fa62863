"""The `drlint.yaml` that `drlint init` writes: what it saw, as settings, and what else can be said, as comments."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from drlint.cli.starting.seen import Seen
from drlint.recovery.belonging import PRODUCTION, class_of
from drlint.reports.escape import terminal

NAME = "drlint.yaml"
_MOST = 20  # names of one kind
_WIDE = 48  # characters of a name in a comment

_HEAD = """\
# drlint: whether what runs on AWS can be recovered. Written by `drlint init` from what it saw; change it as you like.
# `drlint config` shows every setting and where it came from, `drlint schema config` what there is.

# All findings are told and none of them fails a run. From here: make it `warn`, then `block`, at once or one by one,
# as  backups: block  or  rds-instance-multi-az: {block: 2027-02-01}. `drlint baseline create` sets aside what is there,
# so that only what is new or worse fails.
rollout:
  "*": observe
# baseline: drlint-baseline.json
incomplete: warn          # what cannot be read fails no run either; take this out when findings do

# strict: every policy at its own severity · default · sandbox: a step less everywhere. `drlint explain --severity`
profile: default
# fail_on: medium         # least severity that fails a run
"""

_TAIL = """\

# What another root provides, so that its absence here is no finding:
# elsewhere:
#   - policy: backup-selection-actually-matches
#     addresses: ["aws_db_instance.*"]
#     where: the platform team's root, infra/backup
#     owner: platform

# A risk that somebody accepts until a day. In source: # drlint: waive[policy] until=… owner=… reason="…"
# waivers:
#   - policy: rds-instance-multi-az
#     addresses: ["aws_db_instance.reports"]
#     owner: reporting
#     reason: can be made anew from the ledger in a day
#     until: 2027-01-31
"""


def settings_text(seen: Seen) -> str:
    """The whole file; every name from outside stands in it as a quoted text, or cleaned in a comment."""
    parts = [_HEAD, *_environments(seen), *_workloads(seen), *_owners(seen), *_regions(seen), _TAIL]
    return "".join(parts)


def _environments(seen: Seen) -> Iterator[str]:
    yield "\n# Environments: outside production most policies are a step less severe.\n"
    if seen.environments:
        tags = _listed(seen.environment_tags)
        yield f"# Seen: {_numbers(seen.environments)} (tag {tags}).\n"
    unknown = [each for each in seen.environments if class_of(each, ()) is None][:_MOST]
    entries = [
        (f"{{environment: {_quoted(each)}, like: {PRODUCTION}}}", "or staging, or development") for each in unknown
    ]
    for name, roots in list(seen.root_environments.items())[:_MOST]:
        globs = ", ".join(map(_quoted, roots[:_MOST]))
        entries.append((f"{{environment: {_quoted(name)}, roots: [{globs}]}}", "by the folder's name"))
    if entries:
        yield "environments:\n"
        yield from (f"  - {entry}    # {why}\n" for entry, why in entries)
    elif not seen.environments:
        yield "# None was recognised, so that everything counts as production. Say it by tag, or by folder:\n"
        yield "# tags: {environment: [Environment]}\n"
        yield '# environments:\n#   - {environment: dev, roots: ["envs/dev*"]}\n'


def _workloads(seen: Seen) -> Iterator[str]:
    yield "\n# Workloads and their tiers: 1, the most important, keeps its severity in staging; 3 and 4 lose some.\n"
    if seen.tier_tags:
        yield f"# Tiers are told by the tag {_listed(seen.tier_tags)}.\n"
    yield "# workloads:\n"
    yield '#   - {workload: orders, tier: 1, owner: payments, roots: ["live/orders*"]}\n'


def _owners(seen: Seen) -> Iterator[str]:
    yield "\n# Owners: the first of workload, tag, CODEOWNERS, and these that names somebody.\n"
    if seen.owner_tags:
        yield f"# Seen: {_numbers(seen.owner_tags, 'tag ')} of {seen.resources:,} resources.\n"
    if seen.code_owners:
        yield f"# Seen: {seen.code_owners}.\n"
    yield '# owners:\n#   - {owner: payments, roots: ["live/pay*"]}\n'
    yield "# owner: platform       # of all the rest\n"


def _regions(seen: Seen) -> Iterator[str]:
    yield "\n# Where you recover, and how much may be lost.\n"
    if seen.regions:
        yield f"# Seen: {_numbers(seen.regions)}.\n"
    recovery = seen.recovery_regions
    if recovery:
        yield f"objectives:\n  recovery_regions: [{', '.join(map(_quoted, recovery[:_MOST]))}]\n"
        yield "#   rpo_minutes: 60\n"
    else:
        yield "# No root module was seen to hold data in a second Region:\n" if seen.regions else ""
        yield "# objectives:\n#   rpo_minutes: 60\n#   recovery_regions: [eu-central-1]\n"
    if seen.without_region:
        yield f"# The code does not tell the Region of {seen.without_region:,} resources. Say it by provider:\n"
        yield "# provider_regions: {aws: eu-west-1, aws.dr: eu-central-1}\n"


def _quoted(text: str) -> str:
    """A text in YAML, whatever it holds."""
    return json.dumps(text)


def _numbers(counts: Mapping[str, int], before: str = "") -> str:
    named = [f"{before}{_short(name)} ({number:,})" for name, number in counts.items()]
    more = [f"{len(named) - _MOST:,} more"] if len(named) > _MOST else []
    return ", ".join(named[:_MOST] + more)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(_short, names))


def _short(name: str) -> str:
    clean = terminal(name)
    return clean if len(clean) <= _WIDE else f"{clean[:_WIDE]}…"
