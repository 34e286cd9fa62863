"""Walks the tree of a shell text and tells its simple commands in their order."""

from __future__ import annotations

import re
from typing import Final

from drlint.model.procedure import Word
from drlint.readers.shell.found import Telling
from drlint.readers.shell.place import Lines
from drlint.readers.shell.prepared import Prepared
from drlint.readers.shell.session import Session
from drlint.readers.shell.syntax import Node
from drlint.readers.shell.words import Words, substitutions_in

MAX_COMMANDS: Final = 2_000
MAX_WORDS: Final = 20_000
_MAX_DEPTH: Final = 60
_WRITES: Final = frozenset({">", ">>", ">|", "&>", "&>>"})
_ALWAYS_RUN: Final = frozenset({"program", "compound_statement", "negated_command", "ERROR"})
_BRANCHES: Final = frozenset({
    "if_statement", "elif_clause", "else_clause", "while_statement", "for_statement", "c_style_for_statement",
    "case_statement", "case_item", "do_group", "function_definition",
})  # fmt: skip
_ASSIGNMENTS: Final = frozenset({"variable_assignment", "variable_assignments"})
_REDIRECTS: Final = frozenset({"file_redirect", "heredoc_redirect", "herestring_redirect"})

# After a pipeline of three or more the grammar may take the next line for a part of the last command, where that line
# has a redirection (tree-sitter-bash 0.25.1): a line that no backslash continues ends a command.
_ENDS: Final = re.compile(rb"(?<!\\)\n")

_KINDS: Final = {
    "command": "_command",
    "redirected_statement": "_redirected",
    "list": "_list",
    "pipeline": "_pipeline",
    "subshell": "_apart",
    "command_substitution": "_apart",
    "process_substitution": "_apart",
    "variable_assignment": "_assignment",
    "declaration_command": "_declaration",
    "unset_command": "_unset",
}


class Walk:
    """One walk over one text; `session` is changed by what it meets."""

    def __init__(self, prepared: Prepared, lines: Lines, session: Session) -> None:
        self.telling = Telling(lines)
        self.is_cut = False
        self._data = prepared.data
        self._words = Words(prepared, lines)
        self._session = session
        self._left = MAX_WORDS

    def visit(self, node: Node, depth: int = 0, nested: bool = False) -> None:  # noqa: FBT001, FBT002
        """Tell the commands of a statement; `nested` says that it stands in another one."""
        if depth > _MAX_DEPTH or len(self.telling.commands) >= MAX_COMMANDS:
            self.is_cut = True
            return
        kind = node.type
        known = _KINDS.get(kind)
        if known is not None:
            getattr(self, known)(node, depth + 1, nested)
        elif kind == "comment":
            return
        elif kind in _BRANCHES:
            before = self._session.copy()
            if kind == "for_statement":
                self._loop_variable(node)
            self._each(node, depth + 1, nested=True)
            self._session.may_have_been(before)
        elif kind in _ALWAYS_RUN or kind in _ASSIGNMENTS:
            self._each(node, depth + 1, nested=nested)
        else:
            self._inside(node, depth + 1)

    def _loop_variable(self, node: Node) -> None:
        for each in node.named_children:
            if each.type == "variable_name":
                self._session.assign(self._data[each.start_byte : each.end_byte].decode("utf-8", "replace"), None)

    def _each(self, node: Node, depth: int, *, nested: bool) -> None:
        for each in node.named_children:
            self.visit(each, depth, nested)

    def _inside(self, node: Node, depth: int) -> None:
        """Tell what runs inside a word."""
        for each in substitutions_in(node, self._data):
            self.visit(each, depth, nested=True)

    def _apart(self, node: Node, depth: int, _: bool) -> None:  # noqa: FBT001 - as all of its kind
        """A shell of its own: what is set there is not set here."""
        outer, joined = self._session, self.telling.joined
        self._session = outer.copy()
        if node.type != "subshell":
            self.telling.joined = ""
        self._each(node, depth, nested=True)
        self._session, self.telling.joined = outer, "" if node.type == "subshell" else joined

    def _list(self, node: Node, depth: int, nested: bool) -> None:  # noqa: FBT001
        """Commands tied by && and ||, the left ones within the left one."""
        chain: list[tuple[str, Node]] = []
        first = node
        while first.type == "list" and len(first.named_children) > 1:
            named = first.named_children
            tied = next((each.type for each in first.children if each.type in {"&&", "||"}), "")
            chain += ((tied, each) for each in reversed(named[1:]))
            first = named[0]
        self.visit(first, depth, nested)
        before = self._session.copy()
        for tied, each in reversed(chain):
            self.telling.joined = tied
            here = self._session.copy() if tied == "||" else None
            self.visit(each, depth, nested)
            if here is not None:
                self._session.may_have_been(here)
        self.telling.joined = ""
        self._session.may_have_been(before)

    def _pipeline(self, node: Node, depth: int, nested: bool) -> None:  # noqa: FBT001
        for each in node.children:
            if each.type in {"|", "|&"}:
                self.telling.joined = "|"
            elif each.is_named:
                outer = self._session
                self._session = outer.copy()
                self.visit(each, depth, nested)
                self._session = outer
        self.telling.joined = ""

    def _redirected(self, node: Node, depth: int, nested: bool) -> None:  # noqa: FBT001
        redirects = [each for each in node.named_children if each.type in _REDIRECTS]
        extra = [word for each in redirects for word in self._redirect(each)]
        body = [each for each in node.named_children if each.type not in _REDIRECTS]
        for each in body:
            if each.type == "command":
                self._command(each, depth, nested, extra)
            else:
                self.visit(each, depth, nested)
        self.telling.writes, self.telling.reads = [], []
        for each in redirects:
            if each.type == "heredoc_redirect":
                self._after_heredoc(each, depth, nested=nested)
            else:
                self._inside(each, depth)

    def _redirect(self, node: Node) -> list[Node]:
        """Note where a redirection goes; the words after its target are the command's own."""
        if node.type == "heredoc_redirect":
            inner = [each for each in node.named_children if each.type == "file_redirect"]
            words = node.children_by_field_name("argument")
            return [*words, *(word for each in inner for word in self._redirect(each))]
        operator = next((each.type for each in node.children if not each.is_named), "")
        named = [each for each in node.named_children if each.type != "file_descriptor"]
        if not named or node.type == "herestring_redirect":
            return named[1:]
        target = self._words.text(named[0], self._session.variables)
        if target is not None and operator in _WRITES:
            self.telling.writes.append(target)
        elif target is not None and operator == "<":
            self.telling.reads.append(target)
        return named[1:]

    def _after_heredoc(self, node: Node, depth: int, *, nested: bool) -> None:
        """`cat <<EOF | kubectl apply -f -`: the grammar holds what follows on the line within the redirection."""
        for each in node.children:
            if each.type in {"&&", "||"}:
                self.telling.joined = each.type
            elif each.type == "heredoc_body":
                self._inside(each, depth)
            elif each.is_named and each.type not in {"file_redirect", "heredoc_start", "heredoc_end", "word"}:
                self.visit(each, depth, nested)
        self.telling.joined = ""

    def _command(self, node: Node, depth: int, nested: bool, extra: list[Node] | None = None) -> None:  # noqa: FBT001
        variables = self._session.variables
        own: dict[str, str | None] = {}
        parts: list[Node] = []
        end = node.start_byte
        for each in node.named_children:
            if _ENDS.search(self._data, end, each.start_byte):
                break
            end = each.end_byte
            if each.type == "variable_assignment":
                name, value = self._assigned(each)
                own[name] = value
            elif each.type in _REDIRECTS:
                parts += self._redirect(each)
            elif each.type == "command_name":
                parts.insert(0, each.children[0] if each.children else each)
            else:
                parts.append(each)
        parts += extra or ()
        words: list[Word] = []
        for part in parts:
            self._words.add(words, part, variables)
        self._left -= len(words)
        if self._left < 0:
            self.is_cut = True
            return
        if words:
            stretch = (node.start_byte, node.end_byte)
            self.telling.tell(stretch, words, self._session, own, nested=nested)
        self._inside(node, depth)

    def _assigned(self, node: Node) -> tuple[str, str | None]:
        children = node.named_children
        name = self._data[node.start_byte : node.end_byte].partition(b"=")[0].decode("utf-8", "replace")
        if len(children) < 2:  # noqa: PLR2004 - a name and a value
            return name.rstrip("+"), ""
        value = self._words.text(children[-1], self._session.variables)
        adds = name.endswith("+") or children[0].type != "variable_name" or children[-1].type == "array"
        return name.rstrip("+").partition("[")[0], None if adds else value

    def _assignment(self, node: Node, depth: int, _: bool) -> None:  # noqa: FBT001
        name, value = self._assigned(node)
        self._inside(node, depth)
        self._session.assign(name, value)

    def _declaration(self, node: Node, depth: int, _: bool) -> None:  # noqa: FBT001
        named = node.named_children
        says = node.children[0].type
        flags = {self._data[each.start_byte : each.end_byte] for each in named if each.type == "word"}
        exports = says == "export" or b"-x" in flags
        for each in named:
            if each.type == "variable_assignment":
                self._assignment(each, depth, False)  # noqa: FBT003
                if exports:
                    self._session.export(self._assigned(each)[0])
            elif each.type == "variable_name" and exports:
                self._session.export(self._data[each.start_byte : each.end_byte].decode("utf-8", "replace"))
            else:
                self._inside(each, depth)

    def _unset(self, node: Node, _depth: int, _: bool) -> None:  # noqa: FBT001
        for each in node.named_children:
            self._session.unset(self._data[each.start_byte : each.end_byte].decode("utf-8", "replace"))
