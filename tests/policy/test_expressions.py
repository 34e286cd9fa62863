"""Expressions: what they answer, what they refuse, and how."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from drlint.catalog.registry import Catalog, load
from drlint.estate.join import join
from drlint.model.values import Unknown
from drlint.policy.expression import ExpressionSyntaxError, compile_expression
from drlint.policy.kleene import ExpressionError, conjunction, disjunction, negation
from drlint.policy.reading import Reading
from drlint.policy.scope import Scope
from drlint.readers.hcl.reader import read_source
from drlint.recovery.objectives import Objectives

Ask = Callable[..., object]

ESTATE = """
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "dr"
  region = "eu-central-1"
}
variable "ha" { type = bool }
variable "days" { type = number }
resource "aws_kms_key" "main" { enable_key_rotation = true }
resource "aws_db_instance" "main" {
  identifier              = "orders"
  multi_az                = true
  backup_retention_period = 14
  deletion_protection     = var.ha
  kms_key_id              = aws_kms_key.main.arn
  backup_window           = "03:00-04:00"
  tags                    = { Environment = "staging", Owner = "orders" }
}
resource "aws_db_instance" "replica" {
  provider            = aws.dr
  replicate_source_db = aws_db_instance.main.arn
}
resource "aws_db_instance" "other" { backup_retention_period = var.days }
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


@pytest.fixture(scope="module")
def ask(catalog: Catalog) -> Ask:
    read = read_source(ESTATE, uri="main.tf", root="", catalog=catalog)
    estate = join(read.resources, catalog, regions=read.regions)

    def answer(text: str, name: str = "main", **parameters: object) -> object:
        resource = next(each for each in estate.resources if each.address.path == f"aws_db_instance.{name}")
        expression = compile_expression(text, Scope(catalog, ("aws_db_instance",), parameters))
        return expression.value(Reading(resource, estate, parameters, Objectives()))

    return answer


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("resource.multi_az", True),
        ("not resource.multi_az", False),
        ("resource.backup_retention_period >= 7", True),
        ("7 <= resource.backup_retention_period < 14", False),
        ("resource.backup_retention_period in (7, 14)", True),
        ("resource.snapshot_identifier is None", True),
        ("resource.kms_key_id is not None", True),
        ('resource.identifier == "orders"', True),
        ('resource.tags["Environment"] == "staging"', True),
        ('resource.tags["Nothing"] is None', True),
        ("resource.backup_retention_period * 2 + 1 - 4 / 2", 27.0),
        ("-resource.backup_retention_period", -14),
        ("1 if resource.multi_az else 2", 1),
        ("resource.encrypted_by.region == resource.region", True),
        ("len(resource.replicas)", 1),
        ("any(replica.region != resource.region for replica in resource.replicas)", True),
        ("all(region(replica) == 'eu-central-1' for replica in resource.replicas)", True),
        ("at_least(2, (each.region for each in resource.replicas))", False),
        ("max(each.backup_retention_period for each in resource.replicas)", 0),
        ("any(survives(copy, 'region') for copy in resource.copies)", True),
        ("region(resource.kms_key_id)", "eu-west-1"),
        ("region('https://sts.eu-west-1.amazonaws.com')", "eu-west-1"),
        ("region('vpce-1.sts.eu-west-2.vpce.amazonaws.com:443')", "eu-west-2"),
        ("region('https://git-codecommit.us-gov-west-1.amazonaws.com/v1')", "us-gov-west-1"),
        ("len(regions())", 2),
        ("len(all_of('aws_db_instance'))", 3),
        ("overlap(resource.backup_window, 'Mon:03:30-Mon:04:30')", True),
        ("interval('rate(12 hours)') <= hours(12)", True),
        ("days(1) == 86400 and minutes(2) == 120", True),
        ("matches(resource.identifier, 'ord*') and startswith(resource.identifier, 'or')", True),
        ("lower('ABC')", "abc"),
        ("""json('{"a": [1]}')["a"]""", (1,)),
        ("resource.environment", "staging"),
        ("present(resource.replicas) and present(resource.tags)", True),
        ("critical(resource)", True),
    ],
)
def test_answers(ask: Ask, text: str, wanted: object) -> None:
    assert ask(text) == wanted


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("resource.deletion_protection", "variable ha has no value"),
        ("not resource.deletion_protection", "variable ha"),
        ("resource.deletion_protection == True", "variable ha"),
        ("resource.deletion_protection and resource.multi_az", "variable ha"),
        ("resource.deletion_protection if resource.multi_az else True", "variable ha"),
    ],
)
def test_unknown_names_the_attribute(ask: Ask, text: str, reason: str) -> None:
    answer = ask(text)
    assert isinstance(answer, Unknown)
    assert reason in answer.reason
    assert answer.about == "aws_db_instance.main.deletion_protection"


def test_the_rest_decides_where_it_can(ask: Ask) -> None:
    assert ask("resource.deletion_protection or resource.multi_az") is True
    assert ask("resource.deletion_protection and not resource.multi_az") is False
    assert isinstance(ask("resource.backup_retention_period >= 7", "other"), Unknown)


def test_kleene_tables() -> None:
    unknown = Unknown("why")
    rows = [(True, False), (False, True)]
    assert [negation(value) for value, _ in rows] == [False, True]
    assert negation(unknown) is unknown
    assert conjunction([True, unknown, False]) is False
    assert conjunction([True, unknown]) is unknown
    assert conjunction([]) is True
    assert disjunction([False, unknown, True]) is True
    assert disjunction([unknown, False]) is unknown
    assert disjunction([]) is False


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("resource.multi_zone", "did you mean 'multi_az'?"),
        ("resource.encrypted_by.rotation", "no attribute 'rotation'"),
        ("parameters.minimun", "did you mean 'minimum'?"),
        ("resourse.multi_az", "did you mean 'resource'?"),
        ("lenght(resource.replicas)", "is not a function here"),
        ("all_of('aws_db_instanse')", "did you mean 'aws_db_instance'?"),
        ("objectives.rpo", "no 'rpo'"),
        ("resource.__class__", "no attribute '__class__'"),
        ("().__class__", "nothing has an attribute"),
        ("lambda: 1", "not allowed"),
        ("(x := 1)", "not allowed"),
        ("f'{resource}'", "not allowed"),
        ("[x for x in resource.replicas]", "not allowed"),
        ("{'a': 1}", "not allowed"),
        ("2 ** 9", "not allowed"),
        ("resource.tags[0]", "only a text"),
        ("any(a for b in resource.replicas for a in b.replicas)", "one `for`"),
        ("region(x for x in resource.replicas)", "a `for` belongs inside"),
        ("len(resource.replicas, 1)", "takes one collection"),
        ("len(*resource.replicas)", "not allowed"),
        ("print('x')", "is not a function here"),
        ("import os", "invalid syntax"),
        ("ｅval('1')", "plain ASCII"),
        ("(" * 500 + "1" + ")" * 500, "nested"),
        ("1" + "+1" * 3000, "longer than"),
        ("b'x'", "not allowed"),
        ("'a' * 10", None),
    ],
)
def test_refuses_what_is_not_in_the_language(catalog: Catalog, text: str, said: str | None) -> None:
    scope = Scope(catalog, ("aws_db_instance",), ("minimum",))
    if said is None:
        compile_expression(text, scope)
        return
    with pytest.raises(ExpressionSyntaxError, match=re.escape(said)):
        compile_expression(text, scope)


@pytest.mark.parametrize(
    "text",
    [
        "resource.identifier > 3",
        "'a' * 10",
        "resource.snapshot_identifier > 3",
        "1 / 0",
        "resource.replicas == 1",
        "days('x') + 1",
    ],
)
def test_a_type_mismatch_is_an_error_not_an_answer(ask: Ask, text: str) -> None:
    with pytest.raises((ExpressionError, TypeError)):
        ask(text)
