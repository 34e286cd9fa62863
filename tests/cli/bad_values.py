"""Values that never end, grow without end, or come from where they should not: rows of `test_bad_source.py`."""

from __future__ import annotations

import os
from pathlib import Path

from .bad_places import names
from .running import written
from .source_rows import chain, database, local, row, value

TOO_MUCH = "infra/bad.tf: evaluation stopped after 1,000,000 steps"
VARIABLE = 'variable "x" {\n}\n' + value("var.x")
BAD = "infra/bad.tf:1: aws_db_instance.bad: "
MIB = 1024 * 1024
THOUSANDS = '[for a in range(1000): join(",", [for b in range(1000): b])]'


def instances(line: str) -> str:
    return database(line=f"{line}\n  multi_az = true")


def template(text: str, names: str = "{}") -> dict[str, str]:
    return {"bad.tf": value(f'templatefile("t.tpl", {names}) == ""'), "t.tpl": text}


def dynamic(levels: int) -> str:
    """Blocks that each make a hundred."""
    start = 'dynamic "restore_to_point_in_time" {\n  for_each = range(100)\n  content {\n'
    return instances(start * levels + "a = 1\n" + "}\n}\n" * levels)


def full_folder(here: Path) -> None:
    (here / "many").mkdir()
    names(here / "many", 20_000, "")
    written(here / "bad.tf", local('[for i in range(100): length(fileset("many", "*1"))]', "local.it[0] > 0"))


def given_by(name: str, text: str | bytes | None) -> dict[str, str | bytes]:
    return {"bad.tf": VARIABLE, name: "" if text is None else text}


def pipe_of_values(here: Path) -> None:
    written(here / "bad.tf", VARIABLE)
    os.mkfifo(here / "terraform.tfvars")


COUNTED = [
    row(
        f"{name} instances",
        instances(line),
        (BAD, *says),
        heavy=True,
    )
    for name, line, *says in (
        ("1,000,000,000", "count = 1000000000", "10,000 instances at most, not 1,000,000,000"),
        ("-1", "count = -1", "it is no whole number from 0 on"),
        ("10,001", "count = 10001", "10,000 instances at most, not 10,001"),
    )
] + [
    row("10^299 instances", instances("count = pow(10, 299)")),
    row("as many instances as there are", instances("count = length(aws_db_instance.bad)")),
    row("a product of a million", instances("for_each = toset(setproduct(range(1000), range(1000)))"), heavy=True),
    row("instances of a loop of 10^6", instances(f"for_each = toset({THOUSANDS})"), TOO_MUCH, heavy=True),
    row("10,000 instances", instances("count = 10000"), heavy=True),
]

GROWING = [
    row("a chain of 99,000 locals", chain("true", "@", 99_000), heavy=True),
    row("a chain of 5,000 numbers", chain("10", "@ * @", 5_000), heavy=True),
    row("locals in a circle", "locals {\n  a = local.b\n  b = local.a\n}\n" + value("local.a")),
    row("a local of itself", "locals {\n  a = local.a\n}\n" + value("local.a")),
    row("a variable of a local", 'variable "x" {\n  default = local.x\n}\n' + value("var.x")),
    row("a resource of itself", value("aws_db_instance.bad.multi_az")),
    *(
        row(f"{name} that grows", chain(first, following, 60), heavy=True)
        for name, first, following in (
            ("a text", '"xxxxxxxxxxxxxxxx"', '"${@}${@}"'),
            ("JSON", "[1]", "jsonencode([@, @, @, @])"),
            ("a joined list", "range(5000)", "concat(@, @)"),
            ("a merged map", "{a = 1}", 'merge(@, {for k, v in @: "${k}x" => v})'),
            ("a replaced text", '"aaaa"', 'replace(@, "a", "aaaa")'),
            ("a formatted text", '"aa"', 'format("%s%s%s%s", @, @, @, @)'),
        )
    ),
    row(
        "a list that grows",
        chain("[1, 2, 3, 4]", "[@, @, @, @]", 60),
        "infra/bad.tf:63: aws_db_instance.bad: multi_az: expected true or false",
        heavy=True,
    ),
    row("a loop of 10^6", local("[for a in range(1000): [for b in range(1000): a * b]]"), TOO_MUCH, heavy=True),
    row(
        "a loop of 10^9",
        local("[for a in range(1000): [for b in range(1000): length([for c in range(1000): c])]]"),
        TOO_MUCH,
        heavy=True,
    ),
    row(
        "a group of 1,000, again and again",
        local('[for a in range(1000): length({for b in range(1000): "k" => b...})]', "local.it[0] > 0"),
        TOO_MUCH,
        heavy=True,
    ),
    row("100^30 blocks", dynamic(30), TOO_MUCH, heavy=True),
    row(
        "10,000 references to 10,000 keys",
        'resource "aws_kms_key" "k" {\n  count = 10000\n}\n'
        + instances("count = 10000\n  kms_key_id = aws_kms_key.k[count.index].arn"),
        heavy=True,
    ),
    row(
        "10,000 times all 10,000 keys",
        'resource "aws_kms_key" "k" {\n  count = 10000\n}\n'
        + instances('count = 10000\n  kms_key_id = join(",", aws_kms_key.k[*].arn)'),
        TOO_MUCH,
        heavy=True,
    ),
]

FUNCTIONS = [
    row(f"a function: {name}", value(expression), heavy=True)
    for name, expression in (
        ("format", 'format("%999999999d", 1) == ""'),
        ("range", "length(range(0, 1, 0.0000001)) == 0"),
        ("setproduct", "length(setproduct(range(1000), range(1000), range(1000))) == 0"),
        ("pow", "pow(2, pow(2, 100)) == 0"),
        ("regexall", f'length(regexall("(a|a)*b", "{"a" * 9000}")) == 0 ? true : true'),
        ("regex", f'can(regex("(a*)*(a|b|c)*d$", "{"a" * 9000}")) ? true : true'),
        ("a large regex", 'length(regexall("((((a{1,100}){1,100}){1,100}){1,100})", "aaaa")) > 0'),
        ("yamldecode of deep lists", f'length(yamldecode("{"[" * 30_000}")) == 0'),
        ("jsondecode of deep lists", f'length(jsondecode("{"[" * 30_000 + "]" * 30_000}")) == 0'),
        ("jsondecode", f'length(jsondecode("[{"1," * 100_000}1]")) == 0'),
        ("csvdecode", f'length(csvdecode("{"a," * 100_000}")) == 0'),
        ("cidrsubnets", f'length(cidrsubnets("10.0.0.0/8", {"8, " * 5_000}8)) == 0'),
        ("flatten", f"length(flatten({'[' * 45}1{']' * 45})) == 1"),
        ("a function that there is not", "no_such_function(1)"),
    )
] + [
    row(
        "a function: yamldecode of many laughs",
        value(
            "length(yamldecode(<<E\na: &a [x,x,x,x,x,x,x,x,x]\n"
            + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True))
            + "E\n)) == 0"
        ),
        heavy=True,
    ),
    row(
        "1,000 patterns",
        local(f'[for i in range(1000): length(regexall("(a*)*(a|b|c)*d$", "${{i}}{"a" * 3000}"))]', "local.it[0] == 0"),
        TOO_MUCH,
        heavy=True,
    ),
]

FILES = [
    row("file of passwords", value('file("/etc/passwd") == ""')),
    row("file above", value(f'file("{"../" * 20}etc/passwd") == ""')),
    row("file of a device", value('file("/dev/zero") == ""'), heavy=True),
    row("file of a folder", value('file(".") == ""')),
    row("a list of the disk", value('length(fileset("/", "**")) == 0')),
    row("a list of 20,000 files, again and again", full_folder, TOO_MUCH, heavy=True),
    row("a pattern of many stars", value(f'length(fileset(".", "{"*a" * 30}b")) == 0 ? true : false'), heavy=True),
    row("a template of itself", template('${templatefile("t.tpl", {})}')),
    row("a template of itself twice", template('${templatefile("t.tpl", {})}' * 2), TOO_MUCH, heavy=True),
    row("a template of 10^9", template("%{for a in range(1000)}" * 3 + "x" + "%{endfor}" * 3), TOO_MUCH, heavy=True),
    row("a template that is broken", template("${"), "a template:1: syntax error", heavy=True),
    row("a deep template", template("${" * 100_000), "a template:1: ", heavy=True),
    row("a template of 2 MiB", template("x" * 2 * MIB), heavy=True),
    row(
        "a file of 900 KB, again and again",
        {"bad.tf": local('[for i in range(1000): file("big")]', "length(local.it) == 0"), "big": "x" * 900_000},
        TOO_MUCH,
        heavy=True,
    ),
]

GIVEN = [
    row("values that are broken", given_by("terraform.tfvars", "x = ["), "infra/terraform.tfvars:1", "x may be set"),
    row("a pipe of values", pipe_of_values, "infra/terraform.tfvars: it is a pipe", heavy=True),
    row("values with NUL", given_by("a.auto.tfvars", b'x = true # "\0"\n'), "infra/a.auto.tfvars:1: it holds a NUL"),
    row("5 MiB of values", given_by("a.auto.tfvars", "x=1\n" * MIB + "x=1\n" * 300_000), "larger than 4 MiB"),
    row(
        "400,000 values",
        given_by("a.auto.tfvars", "".join(f"a{n}=1\n" for n in range(400_000))),
        ("infra/a.auto.tfvars", "reading stopped after 100,000 blocks and arguments of a file"),
        more=True,
        heavy=True,
    ),
    row(
        "values of quotes", given_by("a.auto.tfvars", '"' * 4 * MIB), "infra/a.auto.tfvars:1: it is longer", heavy=True
    ),
    row("deep values", given_by("a.auto.tfvars", "x = " + "[" * 100_000), "infra/a.auto.tfvars:1", "x may", heavy=True),
    row(
        "deep JSON values",
        given_by("a.auto.tfvars.json", '{"x": ' + "[" * 100_000),
        "infra/a.auto.tfvars.json:1: it is nested deeper than 100 levels",
        "x may be set",
        heavy=True,
    ),
    row("values of another's file", given_by("a.auto.tfvars", 'x = file("/etc/passwd")'), "calls no functions"),
    row(
        "a workspace that climbs",
        {".terraform/environment": "../../..\n", "bad.tf": value('terraform.workspace == "../../.."')},
    ),
    row("a workspace of 9 KiB", {".terraform/environment": "x" * 9000, "bad.tf": ""}, "terraform.workspace: "),
    *(
        row(
            f"an environment: {name}",
            'variable "x" {\n  type = any\n}\n' + value("var.x"),
            *says,
            env={"TF_VAR_x": text},
        )
        for name, text, *says in (
            ("brackets", "[" * 50_000, "the value given for x:1: "),
            ("an interpolation", "${" * 30_000, "the value given for x:1: "),
            ("a function", 'file("/etc/passwd")'),
            ("nothing", "", "the value given for x:1: "),
            ("a control", "\x1b[2J\n::error::x", "the value given for x:1: "),
        )
    ),
]

ROWS = [*COUNTED, *GROWING, *FUNCTIONS, *FILES, *GIVEN]
