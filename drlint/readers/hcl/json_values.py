"""What the values of Terraform's JSON syntax mean as expressions.

A text is a template in most places; in some it is taken as it stands, in others it is an expression by itself.
https://developer.hashicorp.com/terraform/language/syntax/json (2026-11-25)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from drlint.model.resource import Location
from drlint.readers.hcl import tree
from drlint.readers.hcl.json_text import Array, Member, Node, Object, Plain, nodes, text_at
from drlint.readers.hcl.syntax import FileText, expression_of, template_of

Meaning: TypeAlias = Callable[[str, FileText], tree.Expression]  # of a text in a file

MAX_HOLES = 2_000  # unclosed ones cost the parser time beyond their number

_EMPTY = tree.Literal("")


def template(text: str, file: FileText) -> tree.Expression:
    """A text with `${…}` and `%{…}` in it; a lone interpolation is the expression itself."""
    if text.count("${") + text.count("%{") > MAX_HOLES:
        return tree.Broken(f"a text has more than {MAX_HOLES:,} interpolations", Location(file.uri))
    made = template_of(text, file.uri, file.allowance)
    if isinstance(made, tree.Template) and text.startswith("${"):
        parts = made.parts[:-1] if made.parts[-1] == _EMPTY else made.parts
        if len(parts) == 1:
            return parts[0]
    return made


def literal(text: str, _: FileText) -> tree.Expression:
    """A text as it stands."""
    return tree.Literal(text)


def expression(text: str, file: FileText) -> tree.Expression:
    """A text that is an expression without `${…}`: `aws.dr`, `list(string)`."""
    return template(text, file) if "${" in text else expression_of(text, file.uri, file.allowance)


class JsonText:
    """A JSON file's text, in which its items find their places, and their values by one meaning of texts."""

    def __init__(self, file: FileText, meaning: Meaning) -> None:
        self._file = file
        self._meaning = meaning

    def expression(self, handle: tree.Handle) -> tree.Expression:
        """The value of an attribute; of one that cannot be read, why."""
        _, start, end = handle
        node, trouble = nodes(self._file.data[start:end])
        if node is None or trouble is not None:
            reason = "it is no JSON" if trouble is None else trouble.reason
            return tree.Broken(reason, self._line(start))
        return self._expression(node, start)

    def location(self, handle: tree.Handle) -> Location:
        return self._file.location(handle)

    def _line(self, at: int) -> Location:
        return Location(self._file.uri, self._file.location((at, at, at)).line)

    def _expression(self, node: Node, base: int) -> tree.Expression:
        if isinstance(node, Plain):
            broken = tree.Broken(node.reason, self._line(base + node.start))
            return broken if node.reason else tree.Literal(node.value)
        if isinstance(node, Array):
            return tree.TupleOf(tuple(self._expression(each, base) for each in node.elements))
        if isinstance(node, Object):
            return self._object(node, base)
        return self._meant(text_at(self._file.data, base + node.start, base + node.end), base + node.start)

    def _object(self, node: Object, base: int) -> tree.Expression:
        names: dict[str, None] = {}
        for each in node.members:
            if each.name in names:
                return tree.Broken(f"{each.name!r} stands in one object twice", self._line(base + each.start))
            names[each.name] = None
        return tree.ObjectOf(
            tuple((self._key(each, base), self._expression(each.value, base)) for each in node.members)
        )

    def _key(self, member: Member, base: int) -> tree.Expression:
        is_template = self._meaning is template
        return self._meant(member.name, base + member.start) if is_template else tree.Literal(member.name)

    def _meant(self, text: str, at: int) -> tree.Expression:
        made = self._meaning(text, self._file)
        return tree.Broken(made.reason, self._line(at)) if isinstance(made, tree.Broken) else made


def texts_of(file: FileText) -> Mapping[Meaning, JsonText]:
    """A file's text by each meaning that its texts can have."""
    return {meaning: JsonText(file, meaning) for meaning in (template, literal, expression)}
