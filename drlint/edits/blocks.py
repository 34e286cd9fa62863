"""New blocks as code, laid out as `terraform fmt` lays them out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct


class NewBlock(Struct, frozen=True, kw_only=True):
    """A block that is to be written: `arguments` to their values as code; `notes` stand as comments at its end.

    `above` stands as comments above it.
    """

    type: str
    labels: tuple[str, ...] = ()
    arguments: Mapping[str, str] = {}
    blocks: tuple[NewBlock, ...] = ()
    notes: tuple[str, ...] = ()
    above: tuple[str, ...] = ()


def aligned(arguments: Mapping[str, str], indent: str) -> str:
    """Arguments below each other, their `=` aligned."""
    width = max((len(name) for name in arguments), default=0) + 1
    return "".join(argument(indent, name, width, value) for name, value in arguments.items())


def argument(indent: str, name: str, width: int, value: str) -> str:
    """One argument's line."""
    return f"{indent}{name}{' ' * (width - len(name.encode()))}= {value}\n"


def rendered(block: NewBlock, indent: str = "", step: str = "  ") -> str:
    """A block's lines."""
    inner = indent + step
    parts = [
        aligned(block.arguments, inner),
        "".join(f"{inner}# {note}\n" for note in block.notes),
        *(rendered(each, inner, step) for each in block.blocks),
    ]
    body = "\n".join(part for part in parts if part)
    above = "".join(f"{indent}# {note}\n" for note in block.above)
    heading = " ".join((block.type, *(f'"{label}"' for label in block.labels)))
    return f"{above}{indent}{heading} {{\n{body}{indent}}}\n" if body else f"{above}{indent}{heading} {{}}\n"


def together(blocks: Iterable[NewBlock], indent: str = "", step: str = "  ") -> str:
    """Blocks below each other, a blank line between them."""
    return "\n".join(rendered(each, indent, step) for each in blocks)
