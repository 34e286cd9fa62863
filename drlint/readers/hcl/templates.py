"""Puts the parts of a template together: text, interpolations, and `%{ if }` and `%{ for }` directives."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from drlint.readers.hcl import tree

_EMPTY = tree.Literal("")


class Piece(Struct, frozen=True):
    """What stands between two stretches of text: `word` is if, else, endif, for, endfor, or nothing: an interpolation.

    `of` is the interpolated expression, the condition, or what is iterated over; `names` are a for's own.
    """

    word: str
    of: tree.Expression | None = None
    names: tuple[str, ...] = ()


class _Open(Struct):
    """A directive that is not closed yet, with the parts found in it; those before its `else` apart."""

    piece: Piece
    parts: list[tree.Expression]
    before: list[tree.Expression] | None = None


def assembled(texts: Sequence[str], pieces: Sequence[Piece]) -> tree.Expression | None:
    """The template of texts with pieces between them (one text more); None where directives do not match."""
    stack = [_Open(Piece(""), [])]
    _add(stack[-1], tree.Literal(texts[0]))
    for piece, text in zip(pieces, texts[1:], strict=True):
        if not _taken(piece, stack):
            return None
        _add(stack[-1], tree.Literal(text))
    return tree.Template(tuple(stack[0].parts)) if len(stack) == 1 else None


def _taken(piece: Piece, stack: list[_Open]) -> bool:
    """Take a piece in; False where it does not belong here."""
    here = stack[-1]
    match piece.word:
        case "if" | "for":
            stack.append(_Open(piece, []))
        case "else":
            if here.piece.word != "if" or here.before is not None:
                return False
            here.before, here.parts = here.parts, []
        case "endif" | "endfor":
            if here.piece.word != piece.word.removeprefix("end"):
                return False
            stack.pop()
            _add(stack[-1], _closed(here))
        case _:
            if piece.of is not None:
                _add(here, piece.of)
    return True


def _closed(directive: _Open) -> tree.Expression:
    of, parts = directive.piece.of or _EMPTY, tree.Template(tuple(directive.parts))
    if directive.piece.word == "for":
        return tree.Call("join", (_EMPTY, tree.For(names=directive.piece.names, over=of, result=parts)))
    if directive.before is None:
        return tree.Conditional(of, parts, _EMPTY)
    return tree.Conditional(of, tree.Template(tuple(directive.before)), parts)


def _add(to: _Open, part: tree.Expression) -> None:
    if part != _EMPTY:
        to.parts.append(part)
