"""Waivers in recovery documents: on the whole, on a field, on a step, on a command; in YAML and in Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import drlint
from tests.cli.waiving import DAY, checked, found_in, waive, waived

OWNER, VERIFIED, SCRIPT = "runbook-has-owner", "runbook-step-verified", "runbook-script-exists"
SELECT = [word for each in (OWNER, VERIFIED, SCRIPT, "gate") for word in ("--select", each)]
MOVE = "runbook.move"
PROMOTE = "aws rds promote-read-replica --db-instance-identifier a --region eu-west-1"


def yaml_with(**comments: str) -> str:
    place = {name: f"# {text}" for name, text in comments.items()}
    lines = [
        place.get("top", ""),
        f"runbook: {place.get('key', '')}",
        "  name: Move",
        place.get("over_steps", ""),
        "steps:",
        f"  {place.get('over_first', '')}",
        f"  - id: 1 {place.get('behind_first', '')}",
        "    action: Promote",
        "    commands:",
        "      - |",
        "        # what follows tells them",
        f"        {place.get('in_shell', '')}",
        "        ./tell.sh \\",
        "          now",
        "        ./again.sh",
        f"        {PROMOTE}",
        f"      {place.get('over_command', '')}",
        "      - ./once-more.sh",
        f"  {place.get('over_second', '')}",
        "  - id: 2",
        "    action: Wait",
        f"    command: {PROMOTE}",
    ]
    return "\n".join(each for each in lines if each.strip()) + "\n"


def test_without_a_comment_all_is_found(tmp_path: Path) -> None:
    outcome = checked(tmp_path, select=SELECT, dr__move_yaml=yaml_with())
    assert sorted(found_in(outcome)) == [(OWNER, MOVE), *[(SCRIPT, MOVE)] * 3, *[(VERIFIED, MOVE)] * 2]


@pytest.mark.parametrize("place", ["top", "key"])
def test_on_the_whole_it_covers_all_that_the_policy_says(place: str, tmp_path: Path) -> None:
    said = waive(f"{VERIFIED}, {OWNER}")
    outcome = checked(tmp_path, select=SELECT, dr__move_yaml=yaml_with(**{place: said}))
    assert sorted(waived(outcome)) == [(OWNER, MOVE), (VERIFIED, MOVE), (VERIFIED, MOVE)]
    assert found_in(outcome) == [(SCRIPT, MOVE)] * 3


@pytest.mark.parametrize(
    ("place", "policy", "count"),
    [
        ("over_steps", VERIFIED, 2),
        ("over_first", VERIFIED, 1),
        ("behind_first", VERIFIED, 1),
        ("over_second", VERIFIED, 1),
        ("over_steps", SCRIPT, 3),
        ("over_first", SCRIPT, 3),
        ("in_shell", SCRIPT, 1),
        ("over_command", SCRIPT, 1),
    ],
)
def test_on_a_part_it_covers_what_lies_there(place: str, policy: str, count: int, tmp_path: Path) -> None:
    outcome = checked(tmp_path, select=SELECT, dr__move_yaml=yaml_with(**{place: waive(policy)}))
    assert waived(outcome) == [(policy, MOVE)] * count
    assert len(found_in(outcome)) == 6 - count


def test_one_that_covers_nothing_is_unused(tmp_path: Path) -> None:
    outcome = checked(tmp_path, select=SELECT, dr__move_yaml=yaml_with(over_second=waive(SCRIPT)))
    assert ("waiver-unused", f"waiver[{SCRIPT}] on runbook.move.steps.2") in found_in(outcome)
    assert not waived(outcome)


@pytest.mark.parametrize(
    ("said", "policy"),
    [
        (waive(VERIFIED, until="2026-11-01"), "waiver-expired"),
        (waive(VERIFIED, until="2030-11-01"), "waiver-overlong"),
        ("drlint: ignore[x]", "waiver-malformed"),
        (waive(VERIFIED, owner=""), "waiver-malformed"),
        (waive("no-such-policy"), "waiver-malformed"),
    ],
)
def test_what_is_no_waiver_or_none_any_more_covers_nothing(said: str, policy: str, tmp_path: Path) -> None:
    outcome = checked(tmp_path, select=SELECT, dr__move_yaml=yaml_with(over_second=said))
    assert policy in [each for each, _ in found_in(outcome)]
    assert not waived(outcome)


def test_the_register_lists_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "move.yaml").write_text(yaml_with(over_second=waive(VERIFIED)), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = drlint("waivers", ".", "--as-of", DAY)
    assert ran.code == 0
    assert VERIFIED in ran.out
    assert "move.yaml" in ran.out
    assert "payments" in ran.out


def markdown_with(**comments: str) -> str:
    shell = {name: f"# {text}" for name, text in comments.items()}
    html = {name: f"<!-- {text} -->" for name, text in comments.items()}
    return "\n".join(
        [
            "---",
            shell.get("front", "# nothing"),
            "runbook: Move",
            "---",
            "# Move",
            "",
            html.get("over_steps", ""),
            "",
            "## Steps",
            "",
            html.get("over_first", ""),
            "",
            "### Step 1: Promote",
            "",
            html.get("over_fence", ""),
            "",
            "```bash",
            shell.get("in_shell", ""),
            "./tell.sh \\",
            "  now",
            "./again.sh",
            PROMOTE,
            "```",
            "",
            html.get("over_second", ""),
            "",
            "### Step 2: Wait",
            "",
            html.get("over_text", ""),
            "",
            "Some words.",
            "",
            "```sh",
            PROMOTE,
            "```",
        ]
    )


@pytest.mark.parametrize(
    ("place", "policy", "count"),
    [
        ("front", OWNER, 1),
        ("front", VERIFIED, 2),
        ("over_steps", VERIFIED, 2),
        ("over_first", VERIFIED, 1),
        ("over_first", SCRIPT, 2),
        ("over_fence", SCRIPT, 2),
        ("in_shell", SCRIPT, 1),
        ("over_second", VERIFIED, 1),
    ],
)
def test_in_markdown(place: str, policy: str, count: int, tmp_path: Path) -> None:
    (tmp_path / "move.md").write_text(markdown_with(**{place: waive(policy)}), encoding="utf-8")
    outcome = checked(tmp_path, select=SELECT)
    assert waived(outcome) == [(policy, MOVE)] * count
    assert len(found_in(outcome)) == 5 - count


def test_in_markdown_above_words_it_means_nothing(tmp_path: Path) -> None:
    (tmp_path / "move.md").write_text(markdown_with(over_text=waive(VERIFIED)), encoding="utf-8")
    outcome = checked(tmp_path, select=SELECT)
    assert "waiver-malformed" in [each for each, _ in found_in(outcome)]


def test_of_two_of_one_name_it_covers_its_own(tmp_path: Path) -> None:
    outcome = checked(tmp_path, select=SELECT, dr__a_yaml=yaml_with(), dr__b_yaml=yaml_with(top=waive(OWNER)))
    assert waived(outcome) == [(OWNER, "runbook.move-b")]
    assert (OWNER, MOVE) in found_in(outcome)
