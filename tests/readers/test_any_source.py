"""Whatever folders of source hold, reading them ends without an error, and says of each trouble where it is."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from drlint.catalog.registry import load
from drlint.readers.files import Disk
from drlint.readers.hcl.code import Sources
from drlint.readers.hcl.reader import read_root
from drlint.readers.hcl.tfvars import settings_of
from drlint.readers.result import ReadResult

SECONDS = 5
FOLDERS = ("", "a", "a/b", "c")
NAMES = ("main.tf", "other.tf", "x.tofu", "main_override.tf", "more.tf.json", "terraform.tfvars", "t.tpl")
KINDS = ("aws_db_instance", "aws_s3_bucket", "aws_s3_bucket_versioning", "aws_kms_key", "aws_unheard_of")
WORDS = st.sampled_from(
    [
        *(
            '"',
            "${",
            "}",
            "{",
            "[",
            "]",
            "(",
            ")",
            "=",
            ",",
            "\n",
            " ",
            ".",
            "*",
            "...",
            "?",
            ":",
            "!",
            "-",
            "&&",
            "==",
        ),
        *("%{ if true }", "%{ for x in local.a }", "%{ endif }", "%{ endfor }", "<<E\n", "E\n", "# ", "/*", "*/", "~"),
        *("\0", "\r\n", "\u202e", "é", "\u2028", "\\", "\\u0000", "$${", "9" * 400, "1e99", "0x1", "null", "true"),
        *(
            "var.x",
            "local.a",
            "local.b",
            "module.m.o",
            "module.m",
            "each.value",
            "count.index",
            "self.x",
            "path.module",
        ),
        *("aws_db_instance.r.multi_az", "aws_db_instance.r[0]", "aws_db_instance.r[*].id", "data.aws_region.x.name"),
        *("for x in", "for k, v in", "if", "try(", "can(", "file(", "templatefile(", "fileset(", "merge(", "range(9)"),
        *("lookup(", "regex(", "jsondecode(", "yamldecode(", "setproduct(", "sensitive(", "no_such("),
    ]
)
SOUP = st.lists(WORDS, max_size=25).map("".join)
PATHS = st.sampled_from(["./a", "./b", "../c", ".", "..", "../..", "../../..", "/etc", "", "acme/x/aws", "./t.tpl"])


def expressions() -> st.SearchStrategy[str]:
    """Expressions that mostly can be read."""
    leaves = st.sampled_from(
        [
            *("true", "1", "-1.5", "null", '"x"', "[]", "{}", "var.x", "var.y", "local.a", "local.b", "module.m.o"),
            *("each.key", "each.value", "count.index", "aws_db_instance.r", "aws_db_instance.r.id", "path.root"),
            *('file("t.tpl")', 'file("../../..")', 'fileset(".", "*")', 'templatefile("t.tpl", {x = local.a})'),
        ]
    )

    def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        two = st.tuples(inner, inner)
        return st.one_of(
            two.map(lambda it: f"[{it[0]}, {it[1]}]"),
            two.map(lambda it: f"{{a = {it[0]}, ({it[1]}) = {it[0]}}}"),
            two.map(lambda it: f"{it[0]} == {it[1]} ? {it[0]} : {it[1]}"),
            two.map(lambda it: f"[for x in {it[0]} : {it[1]}]"),
            two.map(lambda it: f"{{for k, v in {it[0]} : k => {it[1]}...}}"),
            two.map(lambda it: f'"${{{it[0]}}}-${{{it[1]}}}"'),
            two.map(lambda it: f"({it[0]})[{it[1]}]"),
            st.tuples(
                st.sampled_from(["try", "merge", "concat", "flatten", "keys", "toset", "length", "one"]), two
            ).map(lambda it: f"{it[0]}({it[1][0]}, {it[1][1]})"),
            inner.map(lambda it: f"toset({it})[*].x"),
        )

    return st.recursive(leaves, larger, max_leaves=6)


def blocks() -> st.SearchStrategy[str]:
    """Blocks, some of them of soup."""
    value = st.one_of(expressions(), expressions(), SOUP)
    named = st.sampled_from(["a", "b", "r", "m", "x", "y"])
    meta = st.sampled_from(["", "count = {}", "for_each = {}", "provider = {}", "multi_az = {}", "tags = {}"])
    return st.one_of(
        st.tuples(st.sampled_from(KINDS), named, meta, value, value).map(
            lambda it: f'resource "{it[0]}" "{it[1]}" {{\n  {it[2].format(it[3])}\n  bucket = {it[4]}\n}}\n'
        ),
        st.tuples(named, value).map(lambda it: f"locals {{\n  {it[0]} = {it[1]}\n}}\n"),
        st.tuples(named, value).map(lambda it: f'variable "{it[0]}" {{\n  default = {it[1]}\n}}\n'),
        st.tuples(named, value).map(lambda it: f'variable "{it[0]}" {{\n  type = {it[1]}\n}}\n'),
        value.map(lambda it: f'output "o" {{\n  value = {it}\n}}\n'),
        st.tuples(PATHS, meta, value).map(
            lambda it: f'module "m" {{\n  source = "{it[0]}"\n  {it[1].format(it[2])}\n  x = {it[2]}\n}}\n'
        ),
        st.tuples(value, value).map(
            lambda it: f'provider "aws" {{\n  region = {it[0]}\n  default_tags {{\n    tags = {it[1]}\n  }}\n}}\n'
        ),
        st.tuples(value, value).map(
            lambda it: (
                'resource "aws_s3_bucket_lifecycle_configuration" "r" {\n  dynamic "rule" {\n'
                f"    for_each = {it[0]}\n    content {{\n      id = {it[1]}\n    }}\n  }}\n}}\n"
            )
        ),
        st.tuples(st.sampled_from(["terraform", "moved", "removed", "import", "check", "data", "x"]), SOUP).map(
            lambda it: f"{it[0]} {{\n{it[1]}\n}}\n"
        ),
        SOUP,
    )


TREES = st.dictionaries(
    st.tuples(st.sampled_from(FOLDERS), st.sampled_from(NAMES)),
    st.lists(blocks(), max_size=5).map("".join),
    min_size=1,
    max_size=6,
)


def read(tree: Mapping[tuple[str, str], str]) -> ReadResult:
    """What the root module of a tree of files is read as."""
    with tempfile.TemporaryDirectory() as made:
        root = Path(made) / "repository" / "root"
        for folder in FOLDERS:
            (root / folder).mkdir(parents=True, exist_ok=True)
        for (folder, name), text in tree.items():
            (root / folder / name).write_bytes(text.encode("utf-8"))
        sources = Sources(Disk(root.parent))
        given_to, blind = settings_of(str(root), disk=sources.disk, allowance=sources.allowance)
        found = read_root(str(root), root="", catalog=load(), sources=sources, settings=given_to)
        for each in found.resources:
            if each.declared is not None:
                assert dict(each.declared.attributes) is not None
        for spot in (*blind, *found.blind_spots):
            assert spot.what
            assert spot.reason
            require_place(root.parent, spot.location.uri, spot.location.line)
        return found


def require_place(top: Path, uri: str, line: int | None) -> None:
    """A place that a person can go to: a file or a folder of the tree, and a line that it has."""
    if not (top / uri).exists():
        assert uri == "a template"
    elif line is not None:
        assert 1 <= line <= (top / uri).read_bytes().count(b"\n") + 1


@given(TREES)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example({("", "main.tf"): 'module "m" {\n  source = "."\n}\n'})
@example({("", "main.tf"): 'module "m" {\n  source = "./a"\n  x = module.m.o\n}\n', ("a", "main.tf"): "variable {}"})
def test_any_folders_are_read_without_an_error(tree: Mapping[tuple[str, str], str]) -> None:
    started = time.process_time()
    read(tree)
    assert time.process_time() - started < SECONDS


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c", "d"]), expressions()), max_size=12))
@settings(max_examples=200, deadline=None)
def test_any_values_made_of_each_other_end(named: list[tuple[str, str]]) -> None:
    text = "".join(f"locals {{\n  {name} = {value}\n}}\n" for name, value in named)
    started = time.process_time()
    found = read({("", "main.tf"): text + 'resource "aws_db_instance" "r" {\n  multi_az = local.a\n}\n'})
    assert len(found.resources) + len(found.blind_spots) >= 1, "it is read, or said why not"
    assert time.process_time() - started < SECONDS
