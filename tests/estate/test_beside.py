"""Code beside a plan tells what the plan leaves open, and nothing where the plan was not made from it."""

from __future__ import annotations

from typing import Any

import pytest
from worlds import at, catalog, made, source

from drlint.estate.join import join
from drlint.model.resource import Change
from drlint.model.values import Address, Reference, Unknown

CODE = """
resource "aws_subnet" "a" { availability_zone = "eu-central-1a" }
resource "aws_subnet" "b" { availability_zone = "eu-central-1b" }
locals { subnets = [aws_subnet.a.id, aws_subnet.b.id] }
resource "aws_lb" "g" {
  name       = "g"
  subnets = local.subnets
}
resource "aws_db_instance" "db" {
  backup_retention_period = 7
  lifecycle { prevent_destroy = true }
}
"""
NEW = Change(before=None, actions=("create",))
OPEN = Unknown("known after apply")


def beside(kind: str, name: str, body: dict[str, Any], code: str = CODE, others: tuple[str, ...] = ("a", "b")) -> Any:
    """A planned resource, with such code beside it and subnets planned, too."""
    resources = [made(kind, name, body, change=NEW)]
    resources += [made("aws_subnet", each, {"availability_zone": OPEN}, change=NEW) for each in others]
    return at(join(resources, catalog(), source=source(code)), f"{kind}.{name}")


def subnets(value: Any) -> list[str] | str:
    return [each.to.path for each in value] if isinstance(value, tuple) else value.reason


def test_which_resources_are_named_is_taken_from_the_code() -> None:
    balancer = beside("aws_lb", "g", {"name": "g", "subnets": OPEN})
    assert subnets(balancer["subnets"]) == ["aws_subnet.a", "aws_subnet.b"]


def test_the_code_names_nothing_that_is_not_planned() -> None:
    balancer = beside("aws_lb", "g", {"name": "g", "subnets": OPEN}, others=("a",))
    assert subnets(balancer["subnets"]) == "known after apply"


def test_the_code_names_nothing_but_what_the_plan_may_mean() -> None:
    some = Unknown("one of them", candidates=(Address(".", "aws_subnet.a"),))
    balancer = beside("aws_lb", "g", {"name": "g", "subnets": some})
    assert subnets(balancer["subnets"]) == "one of them"


def test_code_that_says_otherwise_is_other_code() -> None:
    balancer = beside("aws_lb", "g", {"name": "other", "subnets": OPEN})
    assert subnets(balancer["subnets"]) == "known after apply"
    assert beside("aws_db_instance", "db", {"backup_retention_period": 7})["prevent_destroy"] is True
    stale = beside("aws_db_instance", "db", {"backup_retention_period": 1})["prevent_destroy"]
    assert isinstance(stale, Unknown)
    assert "another backup_retention_period than the plan" in stale.reason


@pytest.mark.parametrize("words", ["[backup_retention_period]", "all"])
def test_what_the_code_ignores_may_differ(words: str) -> None:
    code = CODE.replace("prevent_destroy = true", f"prevent_destroy = true\n ignore_changes = {words}\n")
    code = code.replace("lifecycle { ", "lifecycle {\n ")
    assert beside("aws_db_instance", "db", {"backup_retention_period": 1}, code)["prevent_destroy"] is True


def test_the_plan_wins() -> None:
    exact = Reference(Address(".", "aws_subnet.a"), "id")
    balancer = beside("aws_lb", "g", {"name": "g", "subnets": (exact, exact)})
    assert subnets(balancer["subnets"]) == ["aws_subnet.a", "aws_subnet.a"]
