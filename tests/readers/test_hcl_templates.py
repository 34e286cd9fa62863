"""What templates say; every expected text here was answered by Terraform 1.11 (2026-11-25)."""

from __future__ import annotations

from typing import Any

import pytest
from plan_json import catalog

from drlint.readers.hcl.allowance import Allowance
from drlint.readers.hcl.reader import read_source
from drlint.readers.hcl.syntax import template_of
from drlint.readers.hcl.tree import Literal


def value_of(expression: str) -> Any:
    text = f'locals {{\n  n = 5\n}}\nresource "aws_s3_bucket" "b" {{\n  bucket = {expression}\n}}\n'
    (found,) = read_source(text, uri="main.tf", root="", catalog=catalog()).resources
    return found["bucket"]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("<<EOT\na\n   ${~ local.n ~}\n   b\nEOT", "a\n5   b\n"),
        ("<<EOT\na\n\n${~ local.n ~}\n\n  b\nEOT", "a\n5\n  b\n"),
        ("<<EOT\na  \n  %{~ if true ~}  \n  x\n  %{~ endif ~}\n  b\nEOT", "a  \n  x\n  b\n"),
        ("<<-EOT\n    a\n      ${~ local.n ~}\n      b\n  EOT", "    a\n5      b\n"),
        ("<<-EOT\n    a\n      ${local.n}\n    b\n  EOT", "a\n  5\nb\n"),
        ('"a \\n  ${~ local.n ~} \\n  b"', "a5b"),
        ('"a\\t ${~ local.n ~} \\t b"', "a5b"),
    ],
)
def test_strip_markers_reach_to_the_next_line_end_in_a_heredoc(expression: str, value: str) -> None:
    assert value_of(expression) == value


def test_a_template_file_keeps_its_end() -> None:
    assert template_of("$${x} costs 5%", "x", Allowance()) == Literal("${x} costs 5%")
    assert template_of("$${x}\n", "x", Allowance()) == Literal("${x}\n")
