"""Functions that write and read YAML in Terraform's manner, which is not that of the documents people give drlint."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any

from drlint.model.values import Unknown
from drlint.readers.hcl.conversion import MAX_DIGITS, number_from, shown
from drlint.readers.hcl.functions.json_text import MAX_NESTING
from drlint.readers.hcl.functions.signature import DATA, TEXT, Function
from drlint.readers.hcl.functions.times import from_yaml
from drlint.readers.hcl.operators import digits
from drlint.readers.hcl.seen import MAX_ELEMENTS, Invalid, Seen, size

MOST_WRITTEN = 2_000  # elements; PyYAML writes about 20,000 a second
_WIDTH = 80
_LONGEST_KEY = 100
LARGEST_READ = 200_000  # characters

# What a plain scalar means (seen in the console of Terraform 1.11, 2026-11-25).
_TRUTHS = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"), False),
}
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?", re.ASCII)
_BASED = re.compile(r"0x[0-9a-fA-F]+|0o[0-7]+")
_BEYOND = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_BLOCKS = frozenset({"|", ">"})
_TAG = "tag:yaml.org,2002:"
_TAGGED: Mapping[str, tuple[type, ...]] = {"int": (int,), "float": (int, float), "bool": (bool,)}
_SCALAR_TAGS = frozenset({"str", "int", "float", "bool", "null", "timestamp", "merge", "value", "binary"})


class _RefusedError(Exception):
    """Terraform refuses the document."""


class _UnreadableError(Exception):
    """The document is not read here."""


def _yamlencode(value: Seen) -> Seen:
    if size((value,), MOST_WRITTEN, MAX_NESTING) is None:
        return Unknown(f"YAML of more than {MOST_WRITTEN:,} elements is not written")
    import yaml  # noqa: PLC0415 - few texts write YAML

    try:
        node = _node(value, yaml)
    except _UnreadableError as error:
        return Unknown(str(error))
    made: str = yaml.serialize(node, Dumper=_dumper(), allow_unicode=True, width=_WIDTH)
    return made


@functools.cache
def _dumper() -> Any:
    """PyYAML's writer, save that it breaks long quoted texts where Go's does: at the first blank beyond the width."""
    import yaml  # noqa: PLC0415 - few texts write YAML

    class Dumper(yaml.SafeDumper):
        def write_double_quoted(self, text: str, split: bool = True) -> None:  # noqa: FBT001, FBT002 - PyYAML's own
            self.write_indicator('"', need_whitespace=True)
            broken = False
            for position, each in enumerate(text):
                inner = 0 < position < len(text) - 1
                if each == " " and split and inner and not broken and self.column > _WIDTH:
                    self.write_indent()
                    self._put("\\" if text[position + 1] == " " else "")
                else:
                    self._put(each if _is_written_plain(each) else self._escape(each))
                broken = each == " "
            self.write_indicator('"', need_whitespace=False)

        def _put(self, text: str) -> None:
            self.column += len(text)
            self.stream.write(text)

        def _escape(self, character: str) -> str:
            short = self.ESCAPE_REPLACEMENTS.get(character)
            code = ord(character)
            if short is not None:
                return f"\\{short}"
            if character <= "\xff":
                return f"\\x{code:02X}"
            return f"\\u{code:04X}" if character <= "\uffff" else f"\\U{code:08X}"

    return Dumper


def _is_written_plain(character: str) -> bool:
    """Whether Go's writer leaves a character within quotes as it is."""
    if character in '"\\\ufeff\u2028\u2029\x85':
        return False
    return " " <= character <= "~" or "\xa0" <= character <= "\ud7ff" or "\ue000" <= character <= "\ufffd"


def _node(value: Seen, yaml: Any) -> Any:
    if isinstance(value, tuple):
        return yaml.SequenceNode(f"{_TAG}seq", [_node(each, yaml) for each in value], flow_style=not value)
    if isinstance(value, Mapping):
        if any(not key or "\n" in key or len(key) > _LONGEST_KEY for key in value):
            raise _UnreadableError("a map with empty or long keys is not written as YAML")
        pairs = [(yaml.ScalarNode(f"{_TAG}str", key, style='"'), _node(value[key], yaml)) for key in sorted(value)]
        return yaml.MappingNode(f"{_TAG}map", pairs, flow_style=not value)
    if isinstance(value, str):
        if value.endswith("\n\n") or value == "\n":
            raise _UnreadableError("a text that ends in blank lines is not written as YAML")
        return yaml.ScalarNode(f"{_TAG}str", value, style="|" if "\n" in value and max(value) <= "\uffff" else '"')
    if value is None:
        return yaml.ScalarNode(f"{_TAG}null", "null")
    if isinstance(value, bool):
        return yaml.ScalarNode(f"{_TAG}bool", "true" if value else "false")
    made = digits(value)
    if isinstance(made, Unknown):
        raise _UnreadableError(made.reason)
    return yaml.ScalarNode(f"{_TAG}{'float' if '.' in made else 'int'}", made)


def _yamldecode(text: str) -> Seen:
    if len(text) > LARGEST_READ:
        return Unknown(f"YAML of more than {LARGEST_READ:,} characters is not read")
    import yaml  # noqa: PLC0415 - few texts read YAML

    text = text.encode("utf-8", "replace").decode("utf-8")
    try:
        _require_shallow(text, yaml)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        return Invalid("the text holds no document") if node is None else _Decoded(yaml).of(node, 0)
    except yaml.YAMLError as error:
        return Invalid(f"the text is no YAML: {str(error).partition(chr(10))[0]}")
    except _RefusedError as error:
        return Invalid(str(error))
    except _UnreadableError as error:
        return Unknown(str(error))


def _require_shallow(text: str, yaml: Any) -> None:
    """Count depth and documents on the event stream: the C composer crashes the interpreter on deep nesting."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        if depth > MAX_NESTING:
            raise _UnreadableError(f"the YAML is nested deeper than {MAX_NESTING} levels")
        if documents > 1:
            raise _RefusedError("the text holds more than one document")


class _Decoded:
    """Values of nodes; counts them, since an alias may stand for many."""

    def __init__(self, yaml: Any) -> None:
        self._yaml = yaml
        self._resolver = yaml.resolver.Resolver()
        self._left = MAX_ELEMENTS

    def of(self, node: Any, depth: int) -> Seen:
        self._left -= 1
        if self._left < 0 or depth > MAX_NESTING:
            raise _UnreadableError(f"the YAML has more than {MAX_ELEMENTS:,} elements or {MAX_NESTING} levels")
        if isinstance(node, self._yaml.ScalarNode):
            return self._scalar(node)
        if isinstance(node, self._yaml.SequenceNode):
            return tuple([self.of(each, depth + 1) for each in node.value])
        if node.tag != f"{_TAG}map":
            raise _RefusedError(f"the tag {node.tag} is not read")
        made: dict[str, Seen] = {}
        for key, value in node.value:
            inner = self.of(value, depth + 1)
            if key.tag != f"{_TAG}merge":
                made[self._key(key)] = inner
            elif isinstance(inner, dict):
                made |= inner
            else:
                raise _RefusedError("<< merges what is no map")
        return made

    def _key(self, node: Any) -> str:
        value = self._scalar(node) if isinstance(node, self._yaml.ScalarNode) else None
        if value is None:
            raise _RefusedError("a key is no text")
        if isinstance(value, bool):
            return "true" if value else "false"
        made = value if isinstance(value, str) else digits(value)
        if isinstance(made, Unknown):
            raise _UnreadableError(made.reason)
        return made

    def _scalar(self, node: Any) -> Seen:
        """Text where it is quoted or tagged so; a plain one says by its looks what it is."""
        tag = node.tag.removeprefix(_TAG)
        if tag not in _SCALAR_TAGS:
            raise _RefusedError(f"the tag {node.tag} is not read")
        if node.style:
            return node.value or (None if node.style in _BLOCKS else "")  # an empty block of text is null to Terraform
        if node.tag == self._resolver.resolve(self._yaml.ScalarNode, node.value, (True, False)):
            return _plain(node.value)
        value = node.value if tag in {"str", "binary"} else None if tag == "null" else _plain(node.value)
        if value is not None and type(value) not in _TAGGED.get(tag, (str,)):
            raise _RefusedError(f"{shown(node.value)} is no {tag}")
        return value


def _plain(text: str) -> Seen:
    if text in _NULLS or text in _TRUTHS:
        return _TRUTHS.get(text)
    if _BEYOND.fullmatch(text):
        raise _RefusedError(f"{text} is no number that Terraform keeps")
    if len(text) > MAX_DIGITS:
        return text
    if _NUMBER.fullmatch(text):
        number = number_from(text)
        if isinstance(number, Unknown):
            raise _UnreadableError(number.reason)
        return number
    if _BASED.fullmatch(text):
        return int(text, 0)
    moment = from_yaml(text)
    return text if moment is None else moment


FUNCTIONS: Mapping[str, Function] = {
    "yamldecode": Function(_yamldecode, (TEXT,), effort=50),
    "yamlencode": Function(_yamlencode, (DATA,), effort=50),
}
