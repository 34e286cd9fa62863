"""Every kind of bad input, and what is to be said of it: the table of `test_bad_input.py`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .running import block, change, plan, written

DEEP = 100_000
DIGITS = "9" * 5_000
LONG = "a" * 100_000


@dataclass(frozen=True)
class Row:
    """One bad input.

    `given` makes, in a folder and with a resource for a witness, the plan, or the arguments as a list. `witness` tells
    that the witness is judged all the same. `says` are fragments of each complaint, in order.
    """

    name: str
    given: Callable[[Path, dict[str, Any]], Any]
    code: int
    says: tuple[tuple[str, ...], ...] = ()
    witness: bool = False
    child: bool = False
    nobody: bool = False


def text(document: Any) -> str:
    return json.dumps(document)


def lists(depth: int = DEEP) -> str:
    return "[" * depth + "]" * depth


def objects(depth: int = DEEP) -> str:
    return '{"a":' * depth + "1" + "}" * depth


def whole(name: str, document: Any, code: int, *says: str, child: bool = False) -> Row:
    """A file that cannot be used at all."""
    return Row(name, lambda _, __: document, code, (("plan.json: ", *says),), child=child)


def part(name: str, made: Callable[[dict[str, Any]], Any], *says: str, child: bool = False) -> Row:
    """A file of which one part cannot be used."""
    return Row(name, lambda _, witness: made(witness), 4, (("plan.json: ", *says),), witness=True, child=child)


def fine(name: str, made: Callable[[dict[str, Any]], Any], *, child: bool = False) -> Row:
    """A file that looks bad and is not."""
    return Row(name, lambda _, witness: made(witness), 0, (), witness=True, child=child)


def other(**given: Any) -> dict[str, Any]:
    return change("other", **given)


def modules(depth: int = DEEP) -> str:
    return '{"child_modules": [' * depth + "]}" * depth


def described(good: dict[str, Any], **given: Any) -> dict[str, Any]:
    """A plan in which the other resource has an unknown attribute and such a configuration block."""
    made = plan(other(after_unknown={"kms_key_id": True}), good)
    made["configuration"]["root_module"]["resources"] = [block("other", **given)]
    return made


def circular() -> dict[str, Any]:
    """Modules whose inputs are each other's outputs, two of them at each step."""
    calls = {}
    for one, two in (("a", "b"), ("b", "a")):
        references = [f"module.{two}.x", f"module.{two}", f"module.{two}.y", f"module.{two}"]
        outputs = {name: {"expression": {"references": ["var.i"]}} for name in ("x", "y")}
        calls[one] = {"expressions": {"i": {"references": references}}, "module": {"outputs": outputs}}
    resource = block("other", expressions={"kms_key_id": {"references": ["module.a.x", "module.a"]}})
    return {"root_module": {"resources": [resource], "module_calls": calls}}


def swapped(document: Any, old: str, new: str) -> str:
    said = text(document)
    assert old in said
    return said.replace(old, new)


AGAIN = "write it again with `terraform show -json`"
SHOW = "terraform show -json"
GOOD = plan(change())
BAD_NUMBER = {"after": {"multi_az": True, "backup_retention_period": 7}, "after_unknown": {"kms_key_id": 8}, "index": 9}

NO_PLAN = [
    whole("empty", "", 4, "it is empty", SHOW),
    whole("blanks", " \n\t ", 4, "it is empty", SHOW),
    whole("null", "null", 3, "not a plan", SHOW),
    whole("empty object", "{}", 3, "not a Terraform plan", SHOW),
    whole("empty list", "[]", 3, "not a plan", SHOW),
    whole("text", '"x"', 3, "not a plan", SHOW),
    whole("another tool", {"Resources": {}, "AWSTemplateFormatVersion": "2010-09-09"}, 3, "not a Terraform plan", SHOW),
    whole("provider schemas", {"format_version": "1.0", "provider_schemas": {}}, 3, "provider_schemas", SHOW),
    whole("terraform validate", {"format_version": "1.0", "valid": True, "diagnostics": []}, 3, "diagnostics", SHOW),
    whole(
        "stored state",
        {"version": 4, "terraform_version": "1.9.8", "serial": 3, "lineage": "x", "resources": []},
        3,
        "as Terraform stores it",
        SHOW,
    ),
    whole("no versions", {"resource_changes": [change()]}, 3, "no format_version", SHOW),
    whole("human plan", "Terraform will perform the following actions:\n", 3, "not a plan", SHOW),
    whole("log lines", '{"@level":"info"}\n{"@level":"info"}\n', 4, "not JSON", "byte", AGAIN),
    whole("binary plan", b"PK\x03\x04\x14\x00\x08\x00", 4, "binary plan", SHOW),
    whole("version 9", plan(change(), format_version="9.0"), 4, "format_version is 9.0", "newer drlint"),
    whole("version list", plan(change(), format_version=[1]), 4, "format_version is [1]", "newer drlint"),
    fine("version a number", lambda good: plan(good, format_version=1)),
    fine("version missing", lambda good: {k: v for k, v in plan(good).items() if k != "format_version"}),
    whole("code only", {k: v for k, v in GOOD.items() if k != "resource_changes"}, 4, "shows the code", AGAIN),
]

NOT_JSON = [
    whole("truncated", text(GOOD)[:300], 4, "ends in the middle", "300 bytes", AGAIN),
    whole("two plans", text(GOOD) * 2, 4, "not JSON", "byte", AGAIN),
    whole("NaN", swapped(GOOD, "true", "NaN"), 4, "not JSON", "byte", AGAIN),
    whole("NaN in a skipped part", swapped(GOOD, '"1.9.8"', '"1.9.8", "zz": NaN'), 4, "not JSON", "byte", AGAIN),
    whole("Infinity", swapped(GOOD, "true", "-Infinity"), 4, "not JSON", "byte", AGAIN),
    whole("raw NUL", swapped(GOOD, "orders", "or\x00ders"), 4, "not JSON", "byte", AGAIN),
    whole("invalid UTF-8", text(GOOD).encode().replace(b"orders", b"ord\xffers"), 4, "not UTF-8", "byte", "save it as"),
    whole("invalid UTF-8 at the end", text(GOOD).encode() + b"\xe2\x82", 4, "not UTF-8", "byte", "save it as"),
    whole(
        "invalid UTF-8 far away",
        text(GOOD)[:-1].encode() + b', "z": "' + b"\xc3\xa9" * 2**20 + b'\xff"}',
        4,
        "not UTF-8",
        f"byte {len(text(GOOD)) + 7 + 2**21}",
        "save it as",
    ),
    whole("UTF-8 surrogate", text(GOOD).encode().replace(b"orders", b"\xed\xa0\x80"), 4, "not UTF-8", "byte"),
    whole("UTF-16", text(GOOD).encode("utf-16"), 4, "UTF-16", "save it as UTF-8"),
    whole("UTF-16, other end first", b"\xfe\xff" + text(GOOD).encode("utf-16-be"), 4, "UTF-16", "save it as UTF-8"),
    whole("UTF-16 without mark", text(GOOD).encode("utf-16-le"), 4, "UTF-16", "save it as UTF-8"),
    whole("UTF-16 without mark, other end first", text(GOOD).encode("utf-16-be"), 4, "UTF-16", "save it as UTF-8"),
    fine("UTF-8 with mark", lambda good: b"\xef\xbb\xbf" + text(plan(good)).encode()),
]

DEEPLY = [
    whole("deep lists", lists(), 3, "not a plan", SHOW, child=True),
    whole("deep objects", objects(), 4, "too deeply", AGAIN, child=True),
    *(
        whole(
            f"deep {what} {where}", swapped(GOOD, old, new.replace("DEEP", deep())), 4, "too deeply", AGAIN, child=True
        )
        for what, deep in (("lists", lists), ("objects", objects))
        for where, old, new in (
            ("in after", '{"multi_az": true}', '{"multi_az": DEEP}'),
            ("in a skipped value", '{"multi_az": true}', '{"multi_az": true, "zz": DEEP}'),
            ("in unknowns", '"after_unknown": {}', '"after_unknown": {"multi_az": DEEP}'),
            ("in a skipped part", '"1.9.8"', '"1.9.8", "prior_state": DEEP'),
            ("in expressions", '"expressions": {}', '"expressions": {"multi_az": DEEP}'),
        )
    ),
    whole(
        "deep modules",
        '{"format_version": "1.2", "planned_values": {"root_module": ' + modules() + "}}",
        4,
        "too deeply",
        AGAIN,
        child=True,
    ),
    whole(
        "deep state",
        '{"format_version": "1.0", "values": {"root_module": ' + modules() + "}}",
        4,
        "too deeply",
        AGAIN,
        child=True,
    ),
    part(
        "fairly deep tags",
        lambda good: swapped(plan(other(after={"tags": 0}), good), '"tags": 0', f'"tags": {objects(900)}'),
        "aws_db_instance.other",
        AGAIN,
    ),
]

NUMBERS = [
    fine("5,000 digits in a skipped part", lambda good: swapped(plan(good, zz=0), '"zz": 0', f'"zz": {DIGITS}')),
    fine(
        "5,000 digits in a skipped value",
        lambda good: swapped(plan(other(after={"multi_az": True, "zz": 0}), good), '"zz": 0', f'"zz": {DIGITS}'),
    ),
    fine(
        "1e400 in a skipped value",
        lambda good: swapped(plan(other(after={"multi_az": True, "zz": 0}), good), '"zz": 0', '"zz": 1e400'),
    ),
    *(
        part(
            f"{name} in {where}",
            lambda good, old=old, number=number: swapped(plan(other(**BAD_NUMBER), good), old, old[:-1] + number),
            named,
            "out of range",
            AGAIN,
        )
        for name, number in (("5,000 digits", DIGITS), ("1e400", "1e400"))
        for where, old, named in (
            ("a catalogued attribute", '"backup_retention_period": 7', "aws_db_instance.other"),
            ("the marks of the unknown", '"kms_key_id": 8', "aws_db_instance.other"),
            ("an index", '"index": 9', "resource_changes[0]"),
        )
    ),
    whole(
        "5,000 digits in a default",
        swapped(
            plan(change(), configuration={"root_module": {"variables": {"x": {"default": 0}}}}),
            '"default": 0',
            f'"default": {DIGITS}',
        ),
        4,
        "out of range",
        "default",
        AGAIN,
    ),
    fine("1e400 for a Region", lambda good: swapped(plan(good), '"eu-central-1"', "1e400")),
]

WRONG_TYPES = [
    *(
        whole(f"resource_changes {said}", plan() | {"resource_changes": given}, 4, *says)
        for said, given, says in (
            ("text", "x", ("$.resource_changes", "got `str`", AGAIN)),
            ("an object", {}, ("$.resource_changes", "got `object`", AGAIN)),
            ("a number", 7, ("$.resource_changes", "got `int`", AGAIN)),
            ("null", None, ("no resource_changes", AGAIN)),
        )
    ),
    *(
        whole(f"{key} {given!r}", plan(change()) | {key: given}, 4, f"$.{key}", AGAIN)
        for key, given in (
            ("configuration", "x"),
            ("configuration", [1]),
            ("errored", "yes"),
            ("complete", 1),
            ("variables", []),
        )
    ),
    whole("two faults", plan(change(), 3, configuration=[1]), 4, "$.configuration", AGAIN),
    whole(
        "state with a wrong resource",
        {"format_version": "1.0", "values": {"root_module": {"resources": [{"address": 1}]}}},
        4,
        "$.values.root_module.resources[0].address",
        AGAIN,
    ),
    whole(
        "planned values with a wrong resource",
        {"format_version": "1.2", "planned_values": {"root_module": {"resources": [{"address": 1}]}}},
        4,
        "address",
        AGAIN,
    ),
    part("resource null", lambda good: plan(None, good), "resource_changes[0]", "got `null`", AGAIN),
    part(
        "resource without change",
        lambda good: plan(good, {"address": "a.b", "type": "a", "name": "b"}),
        "resource_changes[1]",
        AGAIN,
    ),
    part(
        "address a number",
        lambda good: plan(good, change() | {"address": 7}),
        "resource_changes[1]",
        "$.address",
        AGAIN,
    ),
    part("change text", lambda good: plan(change() | {"change": "x"}, good), "resource_changes[0]", "$.change", AGAIN),
    part(
        "actions text",
        lambda good: plan(change(actions="x") | {"change": {"actions": "create"}}, good),
        "$.change.actions",
        AGAIN,
    ),
    part("after text", lambda good: plan(other(after="x"), good), "aws_db_instance.other", "got `str`", AGAIN),
    part("after a list", lambda good: plan(other(after=[1]), good), "aws_db_instance.other", "got `array`", AGAIN),
    part(
        "after null, created", lambda good: plan(other(after=None), good), "aws_db_instance.other", "no values", AGAIN
    ),
    part("before text", lambda good: plan(other(actions=["update"], before="x"), good), "aws_db_instance.other", AGAIN),
    part(
        "switch neither true nor false",
        lambda good: plan(other(after={"multi_az": "maybe"}), good),
        "multi_az: expected true or false",
    ),
    part(
        "switch a list",
        lambda good: plan(other(after={"multi_az": [1]}), good),
        "multi_az: expected true or false, found a list",
    ),
    part(
        "number a list",
        lambda good: plan(other(after={"backup_retention_period": [7]}), good),
        "expected a number, found a list",
    ),
    *(
        part(
            f"unknowns {marks!r}",
            lambda good, marks=marks: plan(other(after_unknown=marks), good),
            "aws_db_instance.other",
            "after_unknown is not an object",
            AGAIN,
        )
        for marks in ("x", ["x"], True, 7)
    ),
    *(
        fine(
            f"sensitive {marks!r}",
            lambda good, marks=marks: plan(
                other(after={"multi_az": True, "tags": {"a": "b"}}, after_sensitive=marks), good
            ),
        )
        for marks in ({"tags": [True]}, {"tags": "true"}, [], "x", 7)
    ),
    *(
        fine(f"expressions {given!r}", lambda good, given=given: described(good, expressions=given))
        for given in (
            "x",
            ["x"],
            7,
            {"kms_key_id": {"references": ""}},
            {"kms_key_id": {"references": ["", 7, None, "[0]", "var"]}},
            {"kms_key_id": {"references": ["module", "module.x", "each.value", "a..b", '["']}},
            {"kms_key_id": "x"},
        )
    ),
    *(
        fine(
            f"Region {given!r}",
            lambda good, given=given: swapped(plan(good), text({"constant_value": "eu-central-1"}), text(given)),
        )
        for given in ("x", 7, [1], {"references": [7, "var", None]}, {"references": "x"})
    ),
]

NAMES = [
    fine("lone surrogate in an address", lambda good: swapped(plan(other(), good), "other", "oth\\ud800er")),
    fine(
        "lone surrogate in a value",
        lambda good: swapped(
            plan(other(after={"multi_az": True, "identifier": "x"}), good), '"x"', '"\\udc00\\ud83d\\ude00"'
        ),
    ),
    fine(
        "lone surrogate in a tag",
        lambda good: swapped(plan(other(after={"multi_az": True, "tags": {"y": "x"}}), good), '"x"', '"\\uDBFFx"'),
    ),
    fine("lone surrogate in a skipped part", lambda good: swapped(plan(good, zz="x"), '"x"', '"\\ud800\\u0041"')),
    fine("NUL in a name", lambda good: plan(change("or\0ders"), good)),
    fine("a long address", lambda good: plan(change(LONG), good), child=True),
    *(
        fine(
            f"index {index[:12]!r}",
            lambda good, index=index: plan(
                change(
                    address=f"aws_db_instance.other[{text(index)}]",
                    name="other",
                    index=index,
                    after_unknown={"kms_key_id": True},
                ),
                good,
            ),
        )
        for index in ('a"]["b', "a.b", "a\nb", "", "]", "\\", "${x}", "module.x", LONG)
    ),
    fine(
        "last of a key's values",
        lambda good: swapped(
            plan(other(after={"multi_az": 0}), good), '"multi_az": 0', '"multi_az": false, "multi_az": true'
        ),
    ),
    fine(
        "last of a part's values",
        lambda good: swapped(plan(good), '"resource_changes": [', '"resource_changes": [], "resource_changes": ['),
    ),
    part("the same address twice", lambda good: plan(other(), other(), good), "aws_db_instance.other", "twice", AGAIN),
]

PLANS = [
    part("errored", lambda good: plan(good, errored=True), "stopped with an error", "plan again"),
    whole(
        "errored, nothing else",
        {"format_version": "1.2", "terraform_version": "1.9.8", "errored": True},
        4,
        "stopped with an error",
    ),
    part("not complete", lambda good: plan(good, complete=False), "not complete", "plan the whole"),
    part("errored and not complete", lambda good: plan(good, errored=True, complete=False), "stopped with an error"),
    part(
        "unknown action",
        lambda good: plan(other(actions=["frobnicate"]), good),
        "aws_db_instance.other",
        "frobnicate",
        "newer drlint",
    ),
    part("no action", lambda good: plan(other(actions=[]), good), "aws_db_instance.other", "nothing"),
    fine("forgotten", lambda good: plan(other(actions=["forget"], before={"multi_az": False}, after=None), good)),
    part(
        "another's provider",
        lambda good: plan(other(provider_name="evil.io/x/aws", after={"multi_az": False}), good),
        "aws_db_instance.other",
        "evil.io/x/aws",
    ),
    fine("not in the code", lambda good: plan(change("ghost", after_unknown={"kms_key_id": True}), good)),
    fine(
        "modules that name each other",
        lambda good: plan(other(after_unknown={"kms_key_id": True}), good, configuration=circular()),
        child=True,
    ),
    fine(
        "a reference with many parts",
        lambda good: described(good, expressions={"kms_key_id": {"references": ["a" + ".a" * 50_000]}}),
        child=True,
    ),
    fine(
        "a long list of references",
        lambda good: described(
            good, expressions={"kms_key_id": {"references": [f"aws_kms_key.k{number}" for number in range(50_000)]}}
        ),
        child=True,
    ),
]


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def closed(path: Path) -> Path:
    path.chmod(0)
    return path


def linked(path: Path, to: str) -> Path:
    path.symlink_to(to)
    return path


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def files(name: str, given: Callable[[Path, dict[str, Any]], Any], code: int, *says: str, **more: Any) -> Row:
    return Row(name, given, code, (says,) if says else (), **more)


PLACES = [
    files("missing", lambda here, _: [here / "no.json"], 2, "no.json: no such file or folder"),
    files("below a file", lambda here, good: [written(here / "a.json", plan(good)) / "b.json"], 2, "b.json: "),
    files("a pipe", lambda here, _: [pipe(here / "p.json")], 2, "p.json: is a pipe", "drlint check -", child=True),
    files("a device", lambda _, __: ["/dev/zero"], 2, "/dev/zero: is a pipe or a device", "drlint check -", child=True),
    files(
        "a pipe in a folder",
        lambda here, good: [written(here / "a.json", plan(good)) and pipe(here / "p.json").parent],
        0,
        witness=True,
        child=True,
    ),
    files(
        "a link to itself",
        lambda here, _: [linked(here / "l.json", "l.json")],
        2,
        "l.json: cannot be opened",
        "give a plan file",
    ),
    files("a link to nothing", lambda here, _: [linked(here / "l.json", "no.json")], 2, "l.json: no such file"),
    files(
        "bad links in a folder",
        lambda here, good: [
            written(here / "a.json", plan(good))
            and linked(here / "l.json", "l.json")
            and linked(here / "m.json", "no.json")
            and linked(here / "up", ".").parent
        ],
        0,
        witness=True,
    ),
    files("an empty folder", lambda here, _: [here], 3, "no Terraform source, plan or state here", SHOW),
    files(
        "a folder of other JSON",
        lambda here, _: [written(here / "package.json", {}).parent],
        3,
        "no Terraform source, plan or state here",
        SHOW,
    ),
    files("a folder of source without resources", lambda here, _: [written(here / "main.tf", "").parent], 0),
    files("neither", lambda here, _: [written(here / "notes.txt", "hello")], 3, "notes.txt: ", "no kind", SHOW),
    files(
        "a bad plan beside a good one",
        lambda here, good: [written(here / "a.json", plan(good)) and written(here / "b.json", text(GOOD)[:200]).parent],
        4,
        "b.json: it ends in the middle",
        witness=True,
    ),
    files(
        "UTF-16 beside a good plan",
        lambda here, good: [
            written(here / "a.json", plan(good)) and written(here / "b.json", text(GOOD).encode("utf-16")).parent
        ],
        4,
        "b.json: it is UTF-16",
        witness=True,
    ),
    files(
        "a bad plan and a good one",
        lambda here, good: [written(here / "b.json", ""), written(here / "a.json", plan(good))],
        4,
        "b.json: it is empty",
        witness=True,
    ),
    files(
        "a missing file and a good plan",
        lambda here, good: [written(here / "a.json", plan(good)), here / "no.json"],
        2,
        "no.json",
    ),
    files(
        "a closed file",
        lambda here, _: [closed(written(here / "a.json", GOOD))],
        4,
        "a.json: it cannot be read: Permission denied",
        nobody=True,
    ),
    files(
        "a closed file beside a good one",
        lambda here, good: [written(here / "b.json", plan(good)) and closed(written(here / "a.json", GOOD)).parent],
        4,
        "a.json: it cannot be read: Permission denied",
        witness=True,
        nobody=True,
    ),
    files(
        "a closed folder",
        lambda here, _: [closed(folder(here / "in"))],
        4,
        "in",
        "Permission denied",
        nobody=True,
    ),
    files(
        "a closed folder beside a good plan",
        lambda here, good: [written(here / "a.json", plan(good)) and closed(folder(here / "in")).parent],
        4,
        "in: it cannot be read: Permission denied",
        witness=True,
        nobody=True,
    ),
    files(
        "a file in a closed folder",
        lambda here, _: [closed(folder(here / "in")) / "a.json"],
        2,
        "Permission denied",
        nobody=True,
    ),
    files(
        "a hostile file name", lambda here, _: [written(here / "a\n::error::b\x1b[2J\udcff.json", "")], 4, "it is empty"
    ),
    files("a missing hostile name", lambda here, _: [here / "a\n::error::b\x1b[2J.json"], 2, "no such file"),
]

ROWS = [*NO_PLAN, *NOT_JSON, *DEEPLY, *NUMBERS, *WRONG_TYPES, *NAMES, *PLANS, *PLACES]
