"""Blocks as people lay them out, made at random: comments, heredocs, tabs, unicode, several kinds of line ends."""

from __future__ import annotations

from random import Random

NAMES = ("a", "engine", "identifier", "allocated_storage", "a_name_that_is_rather_long_for_an_argument", "kms_key_id")
VALUES = (
    "1",
    "false",
    "null",
    '"orders"',
    '"ünï → {code} # no comment"',
    '"${var.x}-${upper("{")}"',
    "var.x",
    "[1, 2]",
    '{ a = "}" }',
    "cond ? 1 : 2",
)
LONG_VALUES = (
    "[\n{inner}  1, # one\n{inner}  2,\n{inner}]",
    '{\n{inner}  Name = "x"\n{inner}  "k}" = 2\n{inner}}',
    "<<EOT\nsome { text\n# no comment\nEOT",
    "<<-EOT\n{inner}  more } text\n{inner}EOT",
    "jsonencode({\n{inner}  a = 1\n{inner}})",
)
COMMENTS = ("# a { comment", "// another }", "/* over {\n\n  lines */", "# multi_az = true")
NESTED = (
    "rule {\n{inner}  a = 1\n{inner}}",
    "timeouts {\n{inner}  create = 1 # late\n{inner}}",
    "empty {}",
    "one { a = 1 }",
)


def body(random: Random, inner: str) -> str:
    """The lines of a block, ended by line ends."""
    names = random.sample(NAMES, random.randint(0, len(NAMES)))
    nested = random.sample(NESTED, random.randint(0, 2))
    items = [("argument", name) for name in names] + [("block", text) for text in nested]
    if random.random() < 0.3:
        random.shuffle(items)
    lines = []
    for kind, said in items:
        if random.random() < 0.15:
            lines.append(random.choice(COMMENTS))
        if random.random() < 0.2:
            lines.append("")
        if kind == "block":
            lines.append(said.replace("{inner}", inner))
            continue
        if random.random() < 0.2:
            lines.append(f"{said} = {random.choice(LONG_VALUES).replace('{inner}', inner)}")
        else:
            comment = random.choice((" # why", " // why", " /* why */")) if random.random() < 0.25 else ""
            lines.append(f"{said}{' ' * random.randint(0, 3)}= {random.choice(VALUES)}{comment}")
    if random.random() < 0.1:
        lines.append(random.choice(COMMENTS))
    return "".join(f"{inner}{line}\n" if line else "\n" for line in lines)


def block(random: Random, heading: str = 'resource "aws_example" "main"', *, multi_az: str = "") -> str:
    """A block with perhaps `multi_az` among its arguments; on one line where it is as short as that."""
    inner = random.choice(("  ", "  ", "    ", "\t"))
    if random.random() < 0.2:
        held = multi_az and f" multi_az = {multi_az} "
        return f"{heading} {{{held or random.choice(('', ' ', ' engine = 1 ', 'x=1'))}}}"
    text = body(random, inner)
    if multi_az:
        text = f"{inner}multi_az = {multi_az}{random.choice(('', ' # costs'))}\n{text}"
    return f"{heading} {{{random.choice(('', '', ' # why'))}\n{text}}}"


def file(random: Random, *, multi_az: str = "") -> str:
    """A file with the block between others."""
    before = random.choice(("", "# {\n", 'variable "x" {}\n\n', 'resource "aws_other" "o" {\n  multi_az = false\n}\n'))
    after = random.choice(("", "\n", "\nlocals {\n  multi_az = 1\n}\n", " # the end\n"))
    return f"{before}{block(random, multi_az=multi_az)}{after}"


def on_disk(random: Random, text: str) -> bytes:
    """A text's bytes, perhaps with a byte order mark and other line ends."""
    ended = text.replace("\n", "\r\n") if random.random() < 0.4 else text
    return (b"\xef\xbb\xbf" if random.random() < 0.2 else b"") + ended.encode()
