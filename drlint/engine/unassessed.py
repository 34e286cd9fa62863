"""Why a policy cannot be judged, told by what the inputs cannot show."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from drlint.catalog.kind import DOCUMENT_ONLY, EVERYWHERE, LIVE_ONLY, Door
from drlint.policy.load import Loaded


def why_not_assessed(policy: Loaded, doors: AbstractSet[Door], beside: AbstractSet[Door]) -> str:
    """Why inputs of these doors, and those beside them, cannot answer a policy; empty where they can."""
    if not policy.doors & doors:
        if DOCUMENT_ONLY in {policy.doors, frozenset(doors)} and policy.doors & beside:
            return ""  # what it judges stands beside, and documents and the rest never are of one kind
        if policy.doors == DOCUMENT_ONLY:
            return "no recovery document was given; drlint new begins one"
        if doors == DOCUMENT_ONLY:
            return "only recovery documents were given"
        if policy.doors == LIVE_ONLY:
            return "it judges what AWS has; drlint audit reads that"
        return f"only {' or '.join(sorted(policy.doors)) or 'nothing drlint reads'} shows what it reads"
    if policy.metadata.joined and not (doors | beside) & EVERYWHERE:
        return "it holds documents against Terraform or an inventory, and none was given beside them"
    if policy.metadata.joined and Door.DOCUMENT not in doors | beside:
        return "it holds Terraform against recovery documents, and none was given; drlint new begins one"
    return ""
