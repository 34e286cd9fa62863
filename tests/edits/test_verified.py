"""What two parsers read after a change is compared with what was meant, so that a wrong splice is never written."""

from __future__ import annotations

import pytest

from drlint.edits.changes import Change, RefusedError, change_in
from drlint.edits.original import Original
from drlint.edits.verified import Outline, trouble

TEXT = """\
resource "aws_example" "other" {
  multi_az = false
}

resource "aws_example" "main" {
  multi_az = false
  rule {
    a = 1
  }
  rule {
    a = 2
  }
}
"""
MEANT = TEXT[: TEXT.rindex("multi_az")] + TEXT[TEXT.rindex("multi_az") :].replace("false", "true", 1)


def original(text: str = TEXT) -> Original:
    return Original(text.encode(), "main.tf")


def change(of: Original, name: str = "multi_az") -> Change:
    block = of.source.body.blocks[-1]
    made = change_in(of, block, (name,), value=True)
    assert made is not None
    return made


def test_what_was_meant_is_fine() -> None:
    before = original()
    assert trouble(before, MEANT.encode(), [change(before)]) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        TEXT,
        TEXT.replace("false", "true", 1),
        TEXT.replace("false", "true"),
        MEANT.replace("a = 2", "a = 3"),
        MEANT.replace("rule", "rules", 1),
        MEANT.replace("    a = 1\n", "    a = 1\n    multi_az = true\n"),
        MEANT + 'resource "aws_example" "more" {}\n',
        MEANT[:-2],
    ],
)
def test_anything_else_is_not(wrong: str) -> None:
    before = original()
    assert trouble(before, wrong.encode(), [change(before)]) != ""


def test_the_second_parser_sees_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Outline, "__eq__", lambda *_: True)
    before = original()
    assert trouble(before, MEANT.encode(), [change(before)]) == ""
    said = trouble(before, TEXT.replace("false", "true").encode(), [change(before)])
    assert said == "after the change python-hcl2 reads something else than was meant"


def test_what_python_hcl2_cannot_read_is_not_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("hcl2.loads", breaks)
    before = original()
    said = trouble(before, MEANT.encode(), [change(before)])
    assert said == "python-hcl2 cannot read it (RecursionError), so the change could not be verified"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("multi_az = var.ha", "multi_az is set by var.ha at main.tf:2; change it there"),
        ("multi_az = each.value.ha", "multi_az is set by each.value.ha at main.tf:2; change it there"),
        ("multi_az = <<EOT\ntrue\nEOT", "multi_az is set by a heredoc at main.tf:2; change it there"),
        ("multi_az {\n    on = var.x\n  }", ""),
    ],
)
def test_what_an_expression_decides_is_refused(code: str, said: str) -> None:
    before = original(f'resource "aws_example" "main" {{\n  {code}\n}}\n')
    if not said:
        assert change_in(before, before.source.body.blocks[0], ("multi_az", "off"), value=True) is not None
        return
    with pytest.raises(RefusedError) as refused:
        change(before)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ('dynamic "lifecycle" {\n    for_each = []\n    content {}\n  }', "made by a dynamic block at main.tf:2"),
        ("lifecycle {}\n  lifecycle {}", "there are 2 lifecycle blocks (the first at main.tf:2)"),
        ("lifecycle = []", "lifecycle is set as an argument at main.tf:2"),
    ],
)
def test_blocks_that_are_not_one_are_refused(code: str, said: str) -> None:
    before = original(f'resource "aws_example" "main" {{\n  {code}\n}}\n')
    with pytest.raises(RefusedError) as refused:
        change_in(before, before.source.body.blocks[0], ("lifecycle", "prevent_destroy"), value=True)
    assert said in str(refused.value)
    assert str(refused.value).endswith("change it there") or str(refused.value).endswith("change them there")
