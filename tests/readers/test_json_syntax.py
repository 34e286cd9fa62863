"""What a file in Terraform's JSON syntax declares, and where in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from as_json import read_file, read_folder
from plan_json import catalog

from drlint.model.resource import Resource
from drlint.model.values import Reference, Unknown
from drlint.readers.hcl import tree
from drlint.readers.hcl.code import source_names
from drlint.readers.hcl.json_maps import is_map
from drlint.readers.hcl.json_syntax import parse_json
from drlint.readers.result import ReadResult

SCHEMA = Path(__file__).parents[2] / "fixtures" / "provider-schema" / "aws-5.100.json"


def read(folder: Path, code: Any) -> ReadResult:
    text = code if isinstance(code, str) else json.dumps(code, ensure_ascii=False)
    found = read_file(folder, "main.tf.json", text, catalog())
    assert [str(each) for each in found.blind_spots] == []
    return found


def bucket(folder: Path, **body: Any) -> Resource:
    code = {"resource": {"aws_s3_bucket": {"b": body}}, "variable": {"name": {"default": "orders"}}}
    (found,) = read(folder, code).resources
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("plain", "plain"),
        ("${var.name}", "orders"),
        ("${var.name}-logs", "orders-logs"),
        ("a ${ 1 + 1 } b", "a 2 b"),
        ('%{ if var.name == "orders" }yes%{ else }no%{ endif }', "yes"),
        ("$${var.name} costs $5 and 5%", "${var.name} costs $5 and 5%"),
        ('${"quoted \\"inside\\""}', 'quoted "inside"'),
        ("line\nnext ${var.name}\n", "line\nnext orders\n"),
        ("back\\slash ${var.name}", "back\\slash orders"),
        ("größe ☃ \U0001f600 ${var.name}", "größe ☃ \U0001f600 orders"),
        ("  ${var.name}  ", "  orders  "),
    ],
)
def test_texts_are_templates(text: str, value: str, tmp_path: Path) -> None:
    assert bucket(tmp_path, bucket=text)["bucket"] == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (r'"\u00fc\n\t\"\\\/"', 'ü\n\t"\\/'),
        (r'"\ud83d\ude00"', "\U0001f600"),
        (r'"\ud83d"', "\ufffd"),
        (r'"a\udc00b ${var.name}"', "a\ufffdb orders"),
        (r'"\u0000"', "\ufffd"),
    ],
)
def test_escapes(written: str, value: str, tmp_path: Path) -> None:
    code = {"resource": {"aws_s3_bucket": {"b": {"bucket": "@"}}}, "variable": {"name": {"default": "orders"}}}
    (found,) = read(tmp_path, json.dumps(code).replace('"@"', written)).resources
    assert found["bucket"] == value


def test_a_lone_interpolation_is_the_value_itself(tmp_path: Path) -> None:
    code = {
        "locals": {"days": "${3 + 4}", "is_on": "${!false}", "text": "${3 + 4}x"},
        "resource": {
            "aws_db_instance": {"d": {"backup_retention_period": "${local.days}", "multi_az": "${local.is_on}"}}
        },
    }
    (found,) = read(tmp_path, code).resources
    assert found["backup_retention_period"] == 7
    assert found["multi_az"] is True


def test_values_taken_as_they_stand(tmp_path: Path) -> None:
    """A default, a module's source and an alias are no templates; a provider and ignore_changes are expressions."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "main.tf.json").write_text(
        json.dumps({"resource": {"aws_s3_bucket": {"inner": {}}}}), encoding="utf-8"
    )
    code = {
        "provider": {"aws": [{"region": "eu-west-1"}, {"alias": "dr", "region": "eu-central-1"}]},
        "variable": {"text": {"type": "string", "default": "${not.read}"}},
        "module": {"mine": {"source": "./mine", "providers": {"aws": "aws.dr"}}},
        "resource": {
            "aws_s3_bucket": {
                "b": {
                    "bucket": "${var.text}",
                    "provider": "aws.dr",
                    "depends_on": ["aws_s3_bucket.other"],
                    "lifecycle": {"ignore_changes": ['tags["a"]', "bucket"], "prevent_destroy": True},
                },
                "all": {"lifecycle": [{"ignore_changes": "all"}]},
            }
        },
    }
    found = {each.address.path: each for each in read(tmp_path, code).resources}
    assert found["aws_s3_bucket.b"]["bucket"] == "${not.read}"
    assert found["aws_s3_bucket.b"].region == "eu-central-1"
    assert found["aws_s3_bucket.b"]["ignore_changes"] == ('tags["a"]', "bucket")
    assert found["aws_s3_bucket.b"]["prevent_destroy"] is True
    assert found["aws_s3_bucket.all"]["ignore_changes"] == ("all",)
    assert found["aws_s3_bucket.all"].region == "eu-west-1"
    assert found["module.mine.aws_s3_bucket.inner"].region == "eu-central-1"


def test_comments_are_passed_over_where_terraform_does(tmp_path: Path) -> None:
    """In a body; in a map the key is one like any other."""
    code = {
        "//": {"any": "thing"},
        "locals": {"//": "locals", "a": 1},
        "resource": {
            "aws_s3_bucket": {
                "b": {
                    "//": "a bucket",
                    "tags": {"//": "kept"},
                    "lifecycle": {"//": "why", "prevent_destroy": True},
                }
            },
            "aws_backup_plan": {"p": {"rule": [{"//": "x", "rule_name": "daily"}, {"//": "y"}]}},
        },
    }
    plan, found = sorted(read(tmp_path, code).resources, key=lambda each: each.kind)
    assert found["tags"] == {"//": "kept"}
    assert found["prevent_destroy"] is True
    assert [each["rule_name"] for each in plan["rule"]] == ["daily", None]


def test_labels_may_be_spread_over_lists_and_repeated_keys(tmp_path: Path) -> None:
    text = """[
      {"resource": [{"aws_s3_bucket": [{"a": {}}, {"b": [{"bucket": "b"}]}]}, {"aws_s3_bucket": {"c": {}}}]},
      {"resource": {"aws_s3_bucket": {"d": {}}}, "resource": {"aws_s3_bucket": {"e": null, "f": {}}}, "output": null}
    ]"""
    assert sorted(each.address.path for each in read(tmp_path, text).resources) == [
        *("aws_s3_bucket.a", "aws_s3_bucket.b", "aws_s3_bucket.c", "aws_s3_bucket.d", "aws_s3_bucket.f")
    ]


def test_dynamic_blocks(tmp_path: Path) -> None:
    """As an object or a list, with an iterator, and in one another."""
    code = {
        "resource": {
            "aws_lb": {
                "l": {
                    "dynamic": {
                        "subnet_mapping": {
                            "for_each": ["s1", "s2"],
                            "iterator": "it",
                            "content": {"subnet_id": "${it.value}", "allocation_id": "e${it.key}"},
                        }
                    }
                }
            },
            "aws_backup_plan": {
                "p": {
                    "name": "p",
                    "dynamic": [
                        {
                            "rule": {
                                "for_each": {"daily": "dr", "weekly": "far"},
                                "content": [
                                    {
                                        "rule_name": "${rule.key}",
                                        "target_vault_name": "main",
                                        "dynamic": {
                                            "copy_action": {
                                                "for_each": ["${rule.value}"],
                                                "content": {"destination_vault_arn": "${copy_action.value}"},
                                            }
                                        },
                                    }
                                ],
                            }
                        }
                    ],
                }
            },
        }
    }
    balancer, plan = sorted(read(tmp_path, code).resources, key=lambda each: each.kind, reverse=True)
    assert [each["subnet_id"] for each in balancer["subnet_mapping"]] == ["s1", "s2"]
    assert [each["rule_name"] for each in plan["rule"]] == ["daily", "weekly"]
    assert [each["copy_action"][0]["destination_vault_arn"] for each in plan["rule"]] == ["dr", "far"]


def test_repeated_blocks_are_read_one_by_one_in_expressions(tmp_path: Path) -> None:
    code = {
        "resource": {
            "aws_backup_plan": {"p": {"name": "p", "rule": {"rule_name": "daily", "target_vault_name": "main"}}},
            "aws_s3_bucket": {"b": {"bucket": "${aws_backup_plan.p.rule[0].rule_name}"}},
        }
    }
    found = {each.kind: each for each in read(tmp_path, code).resources}
    assert found["aws_s3_bucket"]["bucket"] == "daily"


def test_references_and_instances(tmp_path: Path) -> None:
    code = {
        "resource": {
            "aws_kms_key": {"k": {"count": 2}},
            "aws_s3_bucket": {"b": {"for_each": {"x": 1, "y.z": 2}, "bucket": "${each.key}-${each.value}"}},
            "aws_db_instance": {"d": {"kms_key_id": "${aws_kms_key.k[1].arn}", "multi_az": "${var.ha}"}},
        },
        "variable": {"ha": {"type": "bool"}},
    }
    found = {each.address.path: each for each in read(tmp_path, code).resources}
    assert {*found} == {
        *("aws_kms_key.k[0]", "aws_kms_key.k[1]"),
        *('aws_s3_bucket.b["x"]', 'aws_s3_bucket.b["y.z"]', "aws_db_instance.d"),
    }
    assert found['aws_s3_bucket.b["y.z"]']["bucket"] == "y.z-2"
    key = found["aws_db_instance.d"]["kms_key_id"]
    assert isinstance(key, Reference)
    assert key.to.path == "aws_kms_key.k[1]"
    assert isinstance(found["aws_db_instance.d"]["multi_az"], Unknown)


POSITIONS = """{
  "resource": {
    "aws_backup_plan": {
      "ö": {
        "name": "p", "tags": {
          "a": "b"
        },
        "rule": [
          {"rule_name": "x"},
          {
            "copy_action": {"destination_vault_arn": "v"}
          }
        ]
      }
    }
  }
}
"""


def test_positions(tmp_path: Path) -> None:
    (found,) = read(tmp_path, POSITIONS).resources
    assert found.declared is not None
    place = found.declared.location
    assert (place.uri, place.line, place.column, place.end_line) == ("main.tf.json", 4, 7, 14)
    assert [found.location_of(name).line for name in ("name", "rule")] == [5, 9]
    assert found.location_of("name").column == 9
    body = parse_json(POSITIONS.encode(), "x").body.blocks[0].body
    assert [each.place.line for each in body.blocks_of("rule")] == [9, 10]
    assert body.blocks_of("rule")[1].body.blocks[0].place.line == 11


def test_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    (tmp_path / "main.tf.json").write_bytes(b"\xef\xbb\xbf" + POSITIONS.replace("\n", "\r\n").encode())
    found = read_folder(tmp_path, catalog())
    assert found.blind_spots == ()
    assert found.resources[0].location_of("name").line == 5


def test_override_files_of_either_syntax(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'resource "aws_backup_plan" "p" {\n  name = "p"\n  rule {\n    rule_name = "one"\n  }\n'
        "  lifecycle {\n    prevent_destroy = true\n  }\n}\n",
        encoding="utf-8",
    )
    over = {"rule": [{"rule_name": "two"}, {"rule_name": "three"}], "lifecycle": {"ignore_changes": ["name"]}}
    (tmp_path / "more_override.tf.json").write_text(
        json.dumps({"resource": {"aws_backup_plan": {"p": over}}}), encoding="utf-8"
    )
    (plan,) = read_folder(tmp_path, catalog()).resources
    assert [each["rule_name"] for each in plan["rule"]] == ["two", "three"]
    assert (plan["name"], plan["prevent_destroy"], plan["ignore_changes"]) == ("p", True, ("name",))
    assert plan.location_of("rule").uri == "more_override.tf.json"
    (tmp_path / "zz_override.tf").write_text(
        'resource "aws_backup_plan" "p" {\n  rule {\n    rule_name = "four"\n  }\n}\n', encoding="utf-8"
    )
    (plan,) = read_folder(tmp_path, catalog()).resources
    assert [each["rule_name"] for each in plan["rule"]] == ["four"]


def test_an_override_finds_the_provider_by_its_alias(tmp_path: Path) -> None:
    (tmp_path / "main.tf.json").write_text(
        json.dumps(
            {
                "provider": [{"aws": {"region": "eu-west-1"}}, {"aws": {"alias": "dr", "region": "us-east-1"}}],
                "resource": {"aws_s3_bucket": {"b": {"provider": "aws.dr"}, "c": {}}},
            }
        ),
        encoding="utf-8",
    )
    (tmp_path / "override.tf.json").write_text(
        json.dumps({"provider": {"aws": {"alias": "dr", "region": "eu-central-1"}}}), encoding="utf-8"
    )
    regions = {each.address.path: each.region for each in read_folder(tmp_path, catalog()).resources}
    assert regions == {"aws_s3_bucket.b": "eu-central-1", "aws_s3_bucket.c": "eu-west-1"}


def test_opentofu_files_stand_for_those_of_the_same_name() -> None:
    names = ["a.tf", "a.tofu", "b.tf.json", "b.tofu.json", "c.tf", "c.tofu.json", "override.tf", "d.json", ".e.tf.json"]
    assert source_names(names) == ["a.tofu", "b.tofu.json", "c.tf", "c.tofu.json", "override.tf"]


def test_override_files_come_last_whatever_else_their_names_hold() -> None:
    names = ["my.app_override.tf", "override.tf.json", "override.more.tf", "z_override.tofu.json", "zz.tf"]
    assert source_names(names) == [
        *("override.more.tf", "zz.tf", "my.app_override.tf", "override.tf.json", "z_override.tofu.json")
    ]


def test_opentofu_json_is_read(tmp_path: Path) -> None:
    for name, region in (("main.tf.json", "us-east-1"), ("main.tofu.json", "eu-west-1")):
        code = {"provider": {"aws": {"region": region}}, "resource": {"aws_s3_bucket": {"b": {}}}}
        (tmp_path / name).write_text(json.dumps(code), encoding="utf-8")
    (found,) = read_folder(tmp_path, catalog()).resources
    assert found.region == "eu-west-1"


def test_the_other_blocks_keep_what_their_readers_look_for() -> None:
    code = {
        "terraform": {
            "required_version": ">= 1.9",
            "backend": {"s3": {"bucket": "state", "region": "eu-west-1"}},
            "required_providers": {"aws": {"source": "hashicorp/aws", "version": "~> 5.0"}},
        },
        "moved": [{"from": "aws_s3_bucket.a", "to": "module.x.aws_s3_bucket.b[0]"}],
        "removed": {"from": "aws_s3_bucket.old", "lifecycle": {"destroy": False}},
        "import": {"to": "aws_s3_bucket.b", "id": "${var.id}"},
        "check": {"health": {"data": {"aws_s3_bucket": {"d": {"bucket": "x"}}}, "assert": {"condition": "${true}"}}},
    }
    body = parse_json(json.dumps(code).encode(), "x").body
    kept = {each.type: each for each in body.blocks}
    (backend,) = kept["terraform"].body.blocks_of("backend")
    (required,) = kept["terraform"].body.blocks_of("required_providers")
    assert backend.labels == ("s3",)
    assert _value(backend.body, "bucket") == tree.Literal("state")
    assert isinstance(_value(required.body, "aws"), tree.ObjectOf)
    assert _value(kept["moved"].body, "from") == tree.GetAttribute(tree.Name("aws_s3_bucket"), "a")
    assert isinstance(_value(kept["moved"].body, "to"), tree.Index)
    assert _value(kept["removed"].body.blocks_of("lifecycle")[0].body, "destroy") == tree.Literal(value=False)
    assert _value(kept["import"].body, "to") == tree.GetAttribute(tree.Name("aws_s3_bucket"), "b")
    assert _value(kept["import"].body, "id") == tree.GetAttribute(tree.Name("var"), "id")
    assert kept["check"].body.blocks_of("data")[0].labels == ("aws_s3_bucket", "d")


def _value(body: tree.Body, name: str) -> tree.Expression:
    found = body.attribute(name)
    assert found is not None
    return found.value


def test_maps_and_blocks_are_told_apart_as_the_provider_does() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    (provider,) = schema["provider_schemas"].values()
    checked = 0
    for kind, found in provider["resource_schemas"].items():
        for name, is_mapping in _containers(found["block"]):
            assert is_map(name, kind) is is_mapping, f"{kind}: {name}"
            checked += 1
    assert checked > 200


def _containers(block: dict[str, Any]) -> list[tuple[str, bool]]:
    """The names of maps and of nested blocks, at any depth."""
    found = [
        (name, True)
        for name, each in block.get("attributes", {}).items()
        if each["type"][0] == "map" and ("optional" in each or "required" in each)
    ]
    for name, each in block.get("block_types", {}).items():
        found += [(name, False), *_containers(each["block"])]
    return found
