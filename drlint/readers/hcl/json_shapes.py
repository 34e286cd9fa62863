"""Which keys of Terraform's JSON syntax are blocks, and what the texts under the others mean.

https://developer.hashicorp.com/terraform/language/syntax/json (2026-11-25)
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from drlint.readers.hcl.json_values import Meaning, expression, literal, template


class Shape(Struct, frozen=True, kw_only=True):
    """What stands in a body.

    `blocks` are the keys that are blocks, each with how many labels follow it and the shape below; `is_open`: further
    keys may be blocks, which only a provider's schema says. `texts` are the keys that are none, and what texts mean
    under them; `rest` is what they mean elsewhere.
    """

    blocks: Mapping[str, tuple[int, str]] = {}
    texts: Mapping[str, Meaning] = {}
    rest: Meaning = template
    is_open: bool = False


_CONDITIONS = {"precondition": (0, "plain"), "postcondition": (0, "plain")}
_OF_RESOURCES = {
    "lifecycle": (0, "lifecycle"),
    "dynamic": (1, "dynamic"),
    "provisioner": (1, "provisioner"),
    "connection": (0, "nested"),
}
_META = {"count": template, "for_each": template, "depends_on": expression, "provider": expression}
_FIXED = ("description", "sensitive", "ephemeral", "deprecated")

SHAPES: Mapping[str, Shape] = {
    "": Shape(
        blocks={
            "resource": (2, "resource"),
            "data": (2, "resource"),
            "ephemeral": (2, "resource"),
            "action": (2, "resource"),
            "variable": (1, "variable"),
            "output": (1, "output"),
            "locals": (0, "plain"),
            "module": (1, "module"),
            "provider": (1, "provider"),
            "terraform": (0, "terraform"),
            "moved": (0, "moved"),
            "import": (0, "import"),
            "removed": (0, "removed"),
            "check": (1, "check"),
        }
    ),
    "plain": Shape(),
    "fixed": Shape(rest=literal),
    "nested": Shape(blocks={"dynamic": (1, "dynamic")}, is_open=True),
    "dynamic": Shape(blocks={"content": (0, "nested")}, texts={"iterator": expression}),
    "provisioner": Shape(blocks={"connection": (0, "nested")}, is_open=True),
    "resource": Shape(blocks=_OF_RESOURCES, texts=_META, is_open=True),
    "lifecycle": Shape(blocks=_CONDITIONS, texts={"ignore_changes": expression, "replace_triggered_by": expression}),
    "variable": Shape(blocks={"validation": (0, "plain")}, texts={"type": expression}, rest=literal),
    "output": Shape(
        blocks={"precondition": (0, "plain")},
        texts={"depends_on": expression} | dict.fromkeys(_FIXED, literal),
    ),
    "module": Shape(
        texts={"source": literal, "version": literal, "providers": expression, "depends_on": expression},
    ),
    "provider": Shape(
        blocks={"dynamic": (1, "dynamic")},
        texts={"alias": literal, "version": literal, "for_each": template},
        is_open=True,
    ),
    "terraform": Shape(
        blocks={
            "backend": (1, "backend"),
            "cloud": (0, "backend"),
            "required_providers": (0, "required"),
            "provider_meta": (1, "plain"),
            "encryption": (0, "nested"),
        },
        rest=literal,
    ),
    "backend": Shape(blocks={"workspaces": (0, "fixed")}, rest=literal),
    "required": Shape(rest=literal),
    "moved": Shape(rest=expression),
    "import": Shape(texts={"to": expression, "provider": expression}),
    "removed": Shape(
        blocks={"lifecycle": (0, "plain"), "provisioner": (1, "provisioner"), "connection": (0, "nested")},
        rest=expression,
    ),
    "check": Shape(blocks={"data": (2, "resource"), "assert": (0, "plain")}),
}
