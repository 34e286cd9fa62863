"""Policies as SARIF rules: the same for every run, whatever was found, sorted by id."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from drlint.engine.report import PolicySummary
from drlint.reports import remedy
from drlint.reports.escape import clean, code, fenced, markdown, prose
from drlint.reports.wording import sentence

# By the severity's number. GitHub's own words and limits: docs "SARIF support for code scanning", read 2026-11-23.
LEVELS = ("none", "note", "warning", "error", "error")
_PROBLEMS = ("", "recommendation", "warning", "error", "error")
_DESCRIPTION = 1024
_TAGS = 20
_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~!$&'*+,;=:@%/?#-]*)?")


def rules(policies: Iterable[PolicySummary]) -> list[dict[str, Any]]:
    """Every policy of the report as a rule."""
    return [rule(policy) for policy in sorted(policies, key=lambda policy: policy.id)]


def rule(policy: PolicySummary) -> dict[str, Any]:
    """One policy; severity is the policy's own, before scope and environment soften a finding's."""
    found: dict[str, Any] = {
        "id": policy.id,
        "name": pascal_case(policy.id),
        "shortDescription": {"text": _shortened(sentence(_line(policy.title)))},
        "fullDescription": {"text": _shortened(sentence(_line(policy.why) or _line(policy.title)))},
        "help": {"text": _help_text(policy), "markdown": _help_markdown(policy)},
        "defaultConfiguration": {"level": LEVELS[policy.severity]},
        "properties": {
            "tags": _tags(policy),
            "precision": "high" if policy.stage == "stable" else "medium",
            "problem.severity": _PROBLEMS[policy.severity],
            "severity": str(policy.severity),
            "checklist": policy.checklist,
            "stage": policy.stage,
        },
    }
    address = next(filter(_ADDRESS.fullmatch, policy.references), None)
    if address:
        found["helpUri"] = address
    return found


def pascal_case(identity: str) -> str:
    """`rds-instance-multi-az` as `RdsInstanceMultiAz`; never the id itself, which the standard forbids."""
    name = "".join(word[:1].upper() + word[1:] for word in re.split(r"[^0-9A-Za-z]+", identity))[:240]
    return f"{name}Policy" if name.lower() == identity.lower() or not name else name


def _tags(policy: PolicySummary) -> list[str]:
    own = ["disaster-recovery", policy.category, policy.checklist]
    controls = [f"{framework}/{control}" for framework, ids in sorted(policy.controls.items()) for control in ids]
    return list(dict.fromkeys(tag for tag in own + controls if tag))[:_TAGS]


def _help_text(policy: PolicySummary) -> str:
    parts = [_line(policy.why), _fix_text(policy.fix), " ".join(policy.references)]
    return "\n\n".join(part for part in parts if part) or sentence(_line(policy.title))


def _fix_text(fix: str) -> str:
    """The fix with its lines as they stand."""
    parts = remedy.parts(fix)
    if not parts:
        return ""
    said = "\n\n".join("\n".join(part.lines) for part in parts)
    return f"Fix:\n\n{said}" if parts[0].is_hcl else f"Fix: {said}"


def _help_markdown(policy: PolicySummary) -> str:
    parts = [f"**{prose(sentence(_line(policy.title)))}**", *_paragraphs(policy.why)]
    if policy.fix:
        parts.append("## Fix")
        parts += [fenced(part.lines) if part.is_hcl else prose(part.joined) for part in remedy.parts(policy.fix)]
    if policy.references:
        lines = (f"- <{each}>" if _ADDRESS.fullmatch(each) else f"- {markdown(each)}" for each in policy.references)
        parts += ["## References", "\n".join(lines)]
    if policy.origin:
        parts.append(f"Rule {code(policy.id)} of {markdown(policy.origin)}, whose finding drlint only passes on.")
    else:
        parts.append(f"Policy {code(policy.id)}: {code(f'drlint explain {policy.id}')}")
    return "\n\n".join(parts)


def _paragraphs(text: str) -> list[str]:
    return [prose(" ".join(part.split())) for part in text.split("\n\n") if part.strip()]


def _line(text: str) -> str:
    return clean(" ".join(text.split()))


def _shortened(text: str) -> str:
    return text if len(text) <= _DESCRIPTION else text[: _DESCRIPTION - 1] + "…"
