"""Variables take the values that Terraform's type constraints make of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from terraform import console, terraform
from worth import answered, scope_of, worth

from drlint.model.values import Reference, Unknown
from drlint.readers.hcl import tree
from drlint.readers.hcl.evaluate import evaluate
from drlint.readers.hcl.seen import Invalid, settled
from drlint.readers.hcl.source import parse
from drlint.readers.hcl.types import ANY, STRING, Member, Type, converted, type_of

ROWS = [
    ("string", '"a"', '"a"'),
    ("string", "5", '"5"'),
    ("string", "1.50", '"1.5"'),
    ("string", "true", '"true"'),
    ("string", "null", "null"),
    ("number", '"5"', "5"),
    ("number", '"1.5"', "1.5"),
    ("number", "null", "null"),
    ("bool", '"true"', "true"),
    ("bool", '"0"', "false"),
    ("any", '"5"', '"5"'),
    ("any", '[1, "a"]', '[1,"a"]'),
    ("list(string)", '[1, "a", true]', '["1","a","true"]'),
    ("list(string)", "[]", "[]"),
    ("list(number)", '["1", 2]', "[1,2]"),
    ("list(string)", "null", "null"),
    ("list(string)", '["a", null]', '["a",null]'),
    ("list(any)", '[1, "a"]', '["1","a"]'),
    ("list(any)", "[[1], [2, 3]]", "[[1],[2,3]]"),
    ("list", '["a", "b"]', '["a","b"]'),
    ("map", "{ a = 1, b = 2 }", '{"a":1,"b":2}'),
    ("set(string)", '["b", "a", "b", 1]', '["1","a","b"]'),
    ("set(number)", "[10, 9, 9]", "[9,10]"),
    ("set(any)", '["b", "a"]', '["a","b"]'),
    ("map(string)", "{ a = 1, b = true }", '{"a":"1","b":"true"}'),
    ("map(number)", '{ a = "1" }', '{"a":1}'),
    ("map(any)", '{ a = 1, b = "x" }', '{"a":"1","b":"x"}'),
    ("map(list(string))", "{ a = [1] }", '{"a":["1"]}'),
    ("tuple([string, number])", '[1, "2"]', '["1",2]'),
    ("tuple([])", "[]", "[]"),
    ("object({})", "{ a = 1 }", "{}"),
    ("object({ a = string })", "{ a = 1, b = 2 }", '{"a":"1"}'),
    ("object({ a = string, b = optional(number) })", '{ a = "x" }', '{"a":"x","b":null}'),
    ("object({ a = string, b = optional(number, 5) })", '{ a = "x" }', '{"a":"x","b":5}'),
    ("object({ b = optional(number, 5) })", "{ b = null }", '{"b":5}'),
    ("object({ b = optional(string, 5) })", "{}", '{"b":"5"}'),
    ("object({ b = optional(bool, true) })", "{ b = false }", '{"b":false}'),
    ("object({ a = optional(list(string), []) })", "{}", '{"a":[]}'),
    ("object({ a = optional(list(string), []) })", "{ a = [1] }", '{"a":["1"]}'),
    ("object({ o = optional(object({ x = optional(number, 1) }), {}) })", "{}", '{"o":{"x":1}}'),
    ("object({ o = optional(object({ x = optional(number, 1) })) })", "{}", '{"o":null}'),
    ("object({ o = optional(object({ x = optional(number, 1) })) })", "{ o = {} }", '{"o":{"x":1}}'),
    ("list(object({ a = string, b = optional(bool, false) }))", "[{ a = 1 }, { a = 2, b = true }]",
     '[{"a":"1","b":false},{"a":"2","b":true}]'),
    ('map(object({ size = optional(string, "small"), n = number }))', '{ x = { n = "3" } }',
     '{"x":{"n":3,"size":"small"}}'),
    ("set(object({ a = string }))", "[{ a = 2 }, { a = 1 }, { a = 2 }]", '[{"a":"1"},{"a":"2"}]'),
    ("object({ a = any })", "{ a = [1] }", '{"a":[1]}'),
    ("list(list(string))", "[[1], []]", '[["1"],[]]'),
    ("object({ a = optional(number, 1 + 1) })", "{}", '{"a":2}'),
]  # fmt: skip

REFUSED = [
    ("string", "[1]", "a list is no text"),
    ("string", "{}", "a map is no text"),
    ("number", '"x"', "'x' is no number"),
    ("number", "true", "true or false is no number"),
    ("bool", "1", "a number is neither true nor false"),
    ("bool", '"yes"', "'yes' is neither true nor false"),
    ("list(string)", '"a"', "text is no list"),
    ("list(string)", "{ a = 1 }", "a map is no list"),
    ("list(number)", '["a"]', "'a' is no number"),
    ("list(any)", "[1, [2]]", "the elements of a list are of different types"),
    ("map(string)", "[1]", "a list is no map"),
    ("map(number)", '{ a = "x" }', "a: 'x' is no number"),
    ("map(any)", "{ a = 1, b = [1] }", "the elements of a map are of different types"),
    ("set(string)", "[[1]]", "a list is no text"),
    ("tuple([string])", "[1, 2]", "a list of 2 elements is no tuple of 1"),
    ("object({ a = string })", "{}", "attribute a is not given"),
    ("object({ a = string })", "[]", "a list is no object"),
    ("object({ a = object({ b = number }) })", '{ a = { b = "x" } }', "a: b: 'x' is no number"),
]


def of_type(constraint: str, value: str, world: str = "") -> Any:
    """What a variable of a type has where it is given a value."""
    source = parse(f'variable "it" {{\n  type = {constraint}\n}}\nlocals {{\n  it = {value}\n}}\n{world}\n')
    assert source.problems == ()
    scope = scope_of(source.body)
    declared = source.body.blocks_of("variable")[0].body.attributes[0].value
    given = evaluate(source.body.blocks_of("locals")[0].body.attributes[0].value, scope)
    return settled(converted(given, type_of(declared), lambda default: evaluate(default, scope)))


@pytest.mark.parametrize(("constraint", "value", "answer"), ROWS)
def test_conversion(constraint: str, value: str, answer: str) -> None:
    found = of_type(constraint, value)
    assert found == answered(answer)
    assert json.dumps(found, sort_keys=True) == json.dumps(json.loads(answer), sort_keys=True)


@pytest.mark.parametrize(("constraint", "value", "why"), REFUSED)
def test_refusal(constraint: str, value: str, why: str) -> None:
    found = of_type(constraint, value)
    assert isinstance(found, Invalid)
    assert found.reason == why


def test_types_in_quotes_as_terraform_0_11_had_them() -> None:
    assert of_type('"string"', "5") == "5"
    assert of_type('"list"', '["a", "b"]') == ("a", "b")
    assert of_type('"map"', '{ a = 1, b = "x" }') == {"a": "1", "b": "x"}


def test_what_is_not_known_stays_so() -> None:
    world = 'variable "u" {}\nresource "aws_kms_key" "k" {}\n'
    assert isinstance(of_type("string", "var.u", world), Unknown)
    assert isinstance(of_type("string", "aws_kms_key.k.arn", world), Reference)
    assert isinstance(of_type("object({ k = string })", "aws_kms_key.k", world), Reference)
    assert isinstance(of_type("list(string)", "aws_kms_key.k", world), Unknown)
    found = of_type("object({ a = string, b = number, c = optional(bool, true) })", '{ a = var.u, b = "1" }', world)
    assert isinstance(found["a"], Unknown)
    assert (found["b"], found["c"]) == (1, True)
    several = of_type("list(string)", "[1, var.u, aws_kms_key.k.arn]", world)
    assert several[0] == "1"
    assert isinstance(several[1], Unknown)
    assert isinstance(several[2], Reference)
    assert isinstance(of_type("object({ a = optional(string, var.u) })", "{}", world)["a"], Unknown)


def test_types_as_they_are_written() -> None:
    source = parse('variable "it" {\n  type = object({ a = optional(string, "x"), "b" = list(any) })\n}\n')
    assert type_of(source.body.blocks[0].body.attributes[0].value) == Type(
        kind="object",
        members={
            "a": Member(STRING, optional=True, default=tree.Literal("x")),
            "b": Member(Type(kind="list", of=ANY)),
        },
    )


@pytest.mark.parametrize("constraint", ["5", "frob", "frob(string)", "list()", "object(string)", "null"])
def test_what_is_no_type_converts_nothing(constraint: str) -> None:
    assert of_type(constraint, '[1, "a"]') == (1, "a")


def test_deep_types_and_values_end() -> None:
    deep = "list(" * 90 + "string" + ")" * 90
    assert of_type(deep, "[" * 30 + "1" + "]" * 30) is not None
    assert isinstance(of_type("list(any)", "[" * 80 + "1" + "]" * 80), Unknown)
    assert worth("tolist([1])") == (1,)


@pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not on PATH; types are not compared")
def test_terraform_agrees(tmp_path: Path) -> None:
    declared = "".join(
        f'variable "v{at}" {{\n  type    = {constraint}\n  default = {value}\n}}\n'
        for at, (constraint, value, _) in enumerate(ROWS)
    )
    answers = console([f"var.v{at}" for at in range(len(ROWS))], tmp_path, declared)
    assert [json.loads(each) for each in answers] == [json.loads(answer) for _, _, answer in ROWS]


@pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not on PATH; types are not compared")
def test_terraform_refuses_too(tmp_path: Path) -> None:
    declared = "".join(
        f'variable "v{at}" {{\n  type    = {constraint}\n  default = {value}\n}}\n'
        for at, (constraint, value, _) in enumerate(REFUSED)
    )
    (tmp_path / "main.tf").write_text(declared, encoding="utf-8")
    said = json.loads(terraform(tmp_path, ["validate", "-json"], accepted=(1,)))
    lines = {each["range"]["start"]["line"] for each in said["diagnostics"] if each["severity"] == "error"}
    assert lines == {4 * at + 3 for at in range(len(REFUSED))}
