"""Invents Terraform modules: variables, locals of invented expressions, and resources made from them."""

from __future__ import annotations

import random
from collections.abc import Iterator

from corpus_expressions import Inventor


def module(chance: random.Random, size: int) -> dict[str, str]:
    """The files of one module: `size` resources and twice as many locals, by name."""
    made = Inventor(chance)
    variables = "\n".join(_variables(made))
    lines = ["locals {", *_locals(made, size), *_locals(made, size), "}", ""]
    for _ in range(size):
        lines += [_comment(made), *chance.choice(_RESOURCES)(made, made.name()), ""]
    outputs = [f'output "{made.name()}" {{\n  value = {made.of("words")}\n}}\n' for _ in range(2)]
    return {"variables.tf": variables, "main.tf": "\n".join(lines), "outputs.tf": "\n".join(outputs)}


def _locals(made: Inventor, count: int) -> list[str]:
    """Lines for `locals`; they do not read one another, for values would grow with every step."""
    lines, named = [], []
    for _ in range(count):
        kind, name = made.chance.choice(("text", "number", "flag", "words", "table", "table")), made.name()
        lines.append(f"  {name} = {made.of(kind)}")
        named.append((kind, name))
    for kind, name in named:
        made.known[kind].append(f"local.{name}")
    return lines


def _comment(made: Inventor) -> str:
    first, second, third = made.word().capitalize(), made.word(), made.word()
    return f"# {first} {second}: {third} before {made.word()} ({made.chance.randrange(9999)})"


def _variables(made: Inventor) -> Iterator[str]:
    types = {"text": "string", "number": "number", "flag": "bool", "words": "list(string)", "table": "map(string)"}
    for kind, written in types.items():
        name = made.name()
        makers = {"text": made.text, "number": made.number, "flag": made.flag, "words": made.words, "table": made.table}
        default = makers[kind](0)
        yield (
            f'variable "{name}" {{\n  description = "{made.word().capitalize()} of {made.word()}"\n'
            f"  type        = {written}\n  default     = {default}\n}}\n"
        )
        made.known[kind].append(f"var.{name}")


def _parameters(made: Inventor, name: str) -> list[str]:
    return [
        f'resource "aws_ssm_parameter" "{name}" {{',
        f"  for_each = {made.of('table')}",
        "",
        f'  name  = "/{made.word()}/${{each.key}}"',
        f'  type  = {made.of("flag")} ? "String" : "StringList"',
        f"  value = coalesce(each.value, {made.of('text')})",
        "}",
    ]


def _bucket(made: Inventor, name: str) -> list[str]:
    return [
        f'resource "aws_s3_bucket" "{name}" {{',
        f"  count = {made.of('flag')} ? 1 : 0",
        "",
        f'  bucket        = format("{made.word()}-%s", substr(md5({made.of("text")}), 0, 12))',
        f"  force_destroy = {made.of('flag')}",
        "  tags = merge(",
        f"    {made.of('table')},",
        f'    {{ Owner = {made.of("text")}, Backup = "{made.word()}" }},',
        "  )",
        "",
        "  lifecycle {",
        f"    prevent_destroy = {made.flag(0)}",
        "  }",
        "}",
        "",
        f'resource "aws_s3_bucket_versioning" "{name}" {{',
        f"  count  = length(aws_s3_bucket.{name})",
        f"  bucket = aws_s3_bucket.{name}[count.index].id",
        "",
        "  versioning_configuration {",
        f'    status = {made.of("flag")} ? "Enabled" : "Suspended"',
        "  }",
        "}",
    ]


def _table(made: Inventor, name: str) -> list[str]:
    key = made.word()
    return [
        f'resource "aws_dynamodb_table" "{name}" {{',
        f"  name         = {made.of('text')}",
        f'  hash_key     = "{key}"',
        '  billing_mode = "PAY_PER_REQUEST"',
        f"  deletion_protection_enabled = {made.of('flag')}",
        "",
        '  dynamic "attribute" {',
        f'    for_each = {{ {key} = "{made.chance.choice("SNB")}" }}',
        "",
        "    content {",
        "      name = attribute.key",
        "      type = attribute.value",
        "    }",
        "  }",
        "",
        '  dynamic "replica" {',
        f'    for_each = {made.of("flag")} ? ["eu-central-{made.chance.choice((1, 2))}"] : []',
        f"    iterator = {(other := made.word())}",
        "",
        "    content {",
        f"      region_name            = {other}.value",
        f"      point_in_time_recovery = {made.of('flag')}",
        "    }",
        "  }",
        "",
        "  point_in_time_recovery {",
        f"    enabled = {made.of('flag')}",
        "  }",
        "}",
    ]


def _database(made: Inventor, name: str) -> list[str]:
    number = made.chance.randrange
    return [
        f'resource "aws_db_instance" "{name}" {{',
        f"  for_each = toset({made.of('words')})",
        "",
        f'  identifier              = "{made.word()}-${{substr(md5(each.key), 0, 8)}}"',
        f'  engine                  = "{made.chance.choice(("postgres", "mysql", "mariadb"))}"',
        f'  instance_class          = "db.{made.chance.choice("mr")}{number(5, 8)}g.{number(2, 9)}xlarge"',
        f"  allocated_storage       = {number(20, 900)}",
        f"  multi_az                = {made.of('flag')}",
        f"  storage_encrypted       = {made.of('flag')}",
        f"  backup_retention_period = min({made.of('number')}, 35)",
        f'  backup_window           = "0{number(0, 4)}:{number(10, 59)}-0{number(5, 9)}:{number(10, 59)}"',
        f"  deletion_protection     = {made.of('flag')}",
        f"  skip_final_snapshot     = {made.of('flag')}",
        f'  final_snapshot_identifier = "{made.word()}-${{md5(each.key)}}"',
        f"  tags                    = {made.of('table')}",
        "}",
    ]


def _alarm(made: Inventor, name: str) -> list[str]:
    return [
        f'resource "aws_cloudwatch_metric_alarm" "{name}" {{',
        f'  for_each = {{ for at, each in {made.of("words")} : format("{made.word()}-%02d", at) => each }}',
        "",
        "  alarm_name          = each.key",
        f'  alarm_description   = "${{each.value}} of {made.word()}"',
        f'  namespace           = "AWS/{made.chance.choice(("RDS", "SQS", "ApplicationELB", "DynamoDB"))}"',
        f'  metric_name         = "{made.word().capitalize()}{made.word().capitalize()}"',
        '  statistic           = "Maximum"',
        f"  period              = {made.chance.randrange(1, 9) * 60}",
        f"  evaluation_periods  = {made.chance.randrange(1, 9)}",
        '  comparison_operator = "GreaterThanThreshold"',
        f"  threshold           = {made.of('number')}",
        "",
        "  dimensions = {",
        "    DBInstanceIdentifier = each.value",
        "  }",
        "}",
    ]


_RESOURCES = (_parameters, _bucket, _table, _database, _alarm)
