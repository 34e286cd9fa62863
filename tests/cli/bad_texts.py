"""Source that cannot be parsed, or only at a price: rows of `test_bad_source.py`."""

from __future__ import annotations

from .source_rows import database, row, value

DEEP = 100_000
MIB = 1024 * 1024
TOO_LONG = ("it is longer than 512 KiB, which is not parsed",)
TOO_SLOW = "parsing it takes too long"
TOO_DEEP = "it is nested deeper than 100 levels"
TOO_MANY = "reading stopped after 100,000 blocks and arguments of a file"
AGAIN = "nothing after it is read"
AT = "infra/bad.tf"


def said(where: int | str, *fragments: str) -> tuple[str, ...]:
    return (f"drlint: {AT}:{where}: " if isinstance(where, int) else f"drlint: {AT}: ", *fragments)


BROKEN = [
    row("an unclosed brace", 'resource "aws_db_instance" "bad" {\n  multi_az = true\n', said(1, "bad: a { is never")),
    row("an unclosed list", value("[1, 2"), said(2, "aws_db_instance.bad: a [ is never closed")),
    row("an unclosed parenthesis", value("(1"), said(2, "aws_db_instance.bad: a ( is never closed")),
    row("an unclosed quote", value('"x'), said(2, 'aws_db_instance.bad: a " is never closed')),
    row("an unclosed heredoc", value("<<E\nx"), said(2, "aws_db_instance.bad: a heredoc is never closed")),
    row("an unclosed comment", database() + "/* x\n", said(4, "syntax error near '/*'")),
    row("an unclosed interpolation", value('"${1"'), said(1, "aws_db_instance.bad: syntax error")),
    row("a brace too many", database() + "}\n", said(4, "syntax error")),
    row(
        "marks of a merge",
        "<<<<<<< HEAD\n" + database() + "=======\n",
        said(1, "text"),
        said(5, "bad: syntax error near '======='"),
    ),
    row("an argument twice", database(line="multi_az = true\n  multi_az = false"), said(3, "multi_az is set twice")),
    row("a resource twice", database() + database(), said(4, "declared twice; the one in infra/bad.tf:1 is read")),
    row("no such block", "resorce {\n}\n", said(1, "resorce: Terraform has no such block")),
    row("an argument outside", "multi_az = true\n", said(1, "multi_az: an argument outside any block")),
    row("a resource without a name", 'resource "aws_db_instance" {\n}\n', said(1, "needs a type and a name")),
    row("JSON called HCL", '{"resource": {}}', said(1, "syntax error near")),
    row("HCL called JSON", {"bad.tf.json": database()}, ("infra/bad.tf.json:1", "a value is expected", AGAIN)),
    row("a truncated JSON", {"bad.tf.json": '{"locals": {"a": [1'}, ("infra/bad.tf.json:1", "a [ is never", AGAIN)),
    row("a number with 5,000 digits", value("9" * 5000), said(2, "is no number that can be read")),
    row("a number beyond all", value("1e999"), said(2)),
]

ENCODED = [
    row("NUL", database() + "# \0\n", said(4, "text: it holds a NUL byte, which no Terraform file does")),
    row("NUL in a value", value('"\0"'), said(2, "NUL byte"), said(1, "expected true or false")),
    row("not UTF-8", database().encode() + b"# \xff\n", said(4, "text: it is not UTF-8; save the file as UTF-8")),
    row("half a character at the end", database().encode() + b"# \xe2\x82", said(4, "not UTF-8")),
    row("a surrogate", database().encode() + b"# \xed\xa0\x80\n", said(4, "not UTF-8")),
    row("UTF-16", database().encode("utf-16"), said(1, "text: it is UTF-16; save the file as UTF-8")),
    row("UTF-16, other end first", b"\xfe\xff" + database().encode("utf-16-be"), said(1, "it is UTF-16")),
    row("UTF-16 without mark", database().encode("utf-16-le"), said(1, "it is UTF-16")),
    row("a binary", bytes(range(256)) * 16, said(1, "it is no text")),
    row("an archive", b"PK\x03\x04\x14\0\x08\0" * 64, said(1, "it is no text")),
    row("a mark and Windows' line ends", b"\xef\xbb\xbf" + database().replace("\n", "\r\n").encode()),
    row("mixed line ends", database() + database("other").replace("\n", "\r\n")),
    row("line ends of old", database().replace("\n", "\r").encode()),
    row("nothing", ""),
    row("only a mark", b"\xef\xbb\xbf"),
    row("only a comment", "/* x */"),
]

DEEPLY = [
    *(
        row(f"{name} 100,000 times", text, said(2, TOO_DEEP), heavy=True)
        for name, text in (
            ("-", value("-" * DEEP + "1")),
            ("+", value("1" + "+1" * DEEP)),
            ("a dot", value("a" + ".b" * DEEP)),
        )
    ),
    *(  # they are stopped by the parser, by the clock or by their depth, whichever comes first
        row(f"{name} 100,000 times", text, ("drlint: infra/bad.tf:",), heavy=True)
        for name, text in (
            ("[", value("[" * DEEP)),
            ("[]", value("[" * DEEP + "]" * DEEP)),
            ("(", value("(" * DEEP)),
            ("()", value("(" * DEEP + "1" + ")" * DEEP)),
            ("{", value("{a=" * DEEP)),
            ("${", value('"' + "${" * DEEP + '"')),
            ("if", value('"' + "%{ if true }" * DEEP + '"')),
            ("a question", value("1?1:" * DEEP + "1")),
            ("a call", value("f(" * DEEP + ")" * DEEP)),
            ("a loop", value("[for x in " * DEEP)),
        )
    ),
    row("100,000 blocks in each other", "a {\n" * DEEP + "}\n" * DEEP, said(1, "a: "), heavy=True),
    row("99 blocks in each other", database(line="multi_az = true\n" + "a {\n" * 98 + "}\n" * 98)),
    row("JSON in JSON", {"bad.tf.json": '{"locals": {"a": ' + "[" * DEEP}, ("bad.tf.json:1", TOO_DEEP), heavy=True),
]

LONG = [
    row("100 MiB", lambda here: (here / "bad.tf").open("wb").truncate(100 * MIB), said("", "larger than 4 MiB")),
    row("a byte too many", b"#" * (4 * MIB + 1), said("", "it is larger than 4 MiB")),
    row("4 MiB of one line", value('"' + "x" * (4 * MIB - 99) + '"'), said(1, "bad", *TOO_LONG), heavy=True),
    row("4 MiB of a heredoc", value("<<E\n" + "x\n" * (2 * MIB - 99) + "E"), said(1, *TOO_LONG), heavy=True),
    row("400 KiB of a heredoc", value("<<E\n" + "x\n" * 200_000 + "E\n"), said(1, "found text"), heavy=True),
    row("a heredoc without end", value("<<E\n" + "x\n" * (2 * MIB - 99)), said(1, *TOO_LONG), heavy=True),
    row("4 MiB of a comment", "#" * 4 * MIB, said(1, *TOO_LONG), heavy=True),
    row("4 MiB of blanks", " " * 4 * MIB, heavy=True),
    row("4 MiB of empty lines", "\n" * 4 * MIB, heavy=True),
    row("4 MiB of quotes", '"' * 4 * MIB, said(1, *TOO_LONG), heavy=True),
    row("4 MiB of braces", "{" * 4 * MIB, said(1, *TOO_LONG), heavy=True),
    row("4 MiB of ends", "}" * 4 * MIB, said(1, *TOO_LONG), heavy=True),
    row("4 MiB of comments that never end", "/*" * 2 * MIB, said(1, *TOO_LONG), heavy=True),
    row(
        "2 MiB of broken lines",
        '"a"\n' * (MIB // 2),
        said(262_145, TOO_SLOW, AGAIN),
        said(1, TOO_SLOW),
        more=True,
        heavy=True,
    ),
    row("60 KB of broken lines", '"a"\n' * 15_000, said(1, TOO_SLOW), heavy=True),
    row("60 KB of quotes that never close", '"\n' * 30_000, said(1, TOO_SLOW), heavy=True),
    row("60 KB of comments that never end", "a = /*.\n" + "/*.\n" * 15_000, said(1, TOO_SLOW), heavy=True),
    row("500 KiB of blanks for a value", value("[" + " " * 500_000 + "1"), said(1, TOO_SLOW), heavy=True),
    row("500 KiB of empty lines in a list", value("[" + "\n" * 500_000 + "1]"), said(1, TOO_SLOW), heavy=True),
    row("a list of 100,000", value("[" + "1," * 100_000 + "1]"), heavy=True),
    row("an argument of 1,000,000 numbers", value("[" + "1," * MIB + "1]"), said(1, *TOO_LONG), heavy=True),
    row("a label of 1 MiB", database("a" * MIB), said(1, *TOO_LONG), heavy=True),
    row("100,000 labels", "foo " + '"a" ' * DEEP + "{\n}\n", said(1, "Terraform has no such block"), heavy=True),
]

MANY = [
    row("15,000 blocks", "".join(database(f"r{n}") for n in range(15_000)), heavy=True),
    row(
        "60,000 blocks",
        "".join(f'data "x" "r{n}" {{\n a = 1\n}}\n' for n in range(60_000)),
        said(150_004, "text", TOO_MANY, AGAIN),
        said(150_001, "data x.r50000", TOO_MANY),
        heavy=True,
    ),
    row(
        "50,000 broken blocks",
        'resource "aws_db_instance" "r" {\n  a = \n}\n' * 50_000,
        said(15_004, "text: reading stopped after 5,000 parts of a file that cannot be parsed", AGAIN),
        said(2, "aws_db_instance.r: syntax error"),
        more=True,
        heavy=True,
    ),
    row("200,000 headings", 'a "b" "c" {\n' * 200_000, said(1, *TOO_LONG), heavy=True),
    row(
        "20,000 times one resource",
        database() * 20_000,
        said(4, "declared twice"),
        more=True,
        heavy=True,
    ),
    row("100,000 blocks that are none", "foo {\n}\n" * 100_000, said(1, "no such block"), more=True, heavy=True),
    row("90,000 arguments outside", "".join(f"a{n}=1\n" for n in range(90_000)), said(1, "a0"), more=True, heavy=True),
    row("20,000 nested blocks", database(line="multi_az = true\n" + "tag {\n}\n" * 20_000), heavy=True),
    row(
        "10,000 providers",
        "".join(f'provider "aws" {{\n  alias = "a{n}"\n}}\n' for n in range(10_000)),
        said(15_001, "provider.aws.a5000: reading stopped after 5,000 of Terraform's own blocks"),
        said(1, "terraform.backend"),
        heavy=True,
    ),
    row(
        "10,000 blocks overridden by 10,000",
        {
            "bad.tf": "".join(database(f"r{n}") for n in range(10_000)),
            "bad_override.tf": "".join(database(f"r{n}") for n in range(10_000)),
        },
        heavy=True,
    ),
    row(
        "300 override files",
        {"bad.tf": database()} | {f"x{n:03}_override.tf": database() for n in range(300)},
        ("infra/x200_override.tf: it is not read: a module has 200 override files at most",),
    ),
]

NAMES = [
    row("a bidi name", database("a\u202eb")),
    row("a name with a control", database("a\x1b[2Jb")),
    row("a name of a command", database("::error::x")),
    row("a name with markup", database("<img src=x>")),
    row("an interpolated name", database("${x}")),
    row("a key that is hostile", database(line='for_each = {"a\\"]\\n::error::[\\"" = true}\n  multi_az = true')),
    row("a name that is no ASCII", database("größe")),
]

ROWS = [*BROKEN, *ENCODED, *DEEPLY, *LONG, *MANY, *NAMES]
