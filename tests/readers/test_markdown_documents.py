"""Runbooks in Markdown: the front matter says what they are, the sections are steps, the fences commands."""

from __future__ import annotations

import time

import pytest

from drlint.model.errors import UnreadableError, UnrecognisedError
from drlint.model.procedure import Step
from drlint.model.resource import Resource
from drlint.readers.documents.reader import read_document
from drlint.readers.documents.recognition import looks_like_document

FRONT = "---\nrunbook: Move to Ireland\nlast_tested: 2026-09-01\ncovers: [shop]\n---\n"
WHOLE = (
    FRONT
    + """\
# Move the shop to Ireland

## Prerequisites

- The **bridge** is open
- [ ] Two people are there

## Decision criteria

### Anybody of the on-call team

- Frankfurt is down for 10 minutes

## Procedure

### Step 1: Look at Frankfurt

```bash
aws rds describe-db-clusters \\
  --region eu-central-1
```

Verification: the cluster does not answer

### Step 2: Promote `shop_dr`

```console
$ aws rds failover-global-cluster --region eu-west-1
{"Status": "failing-over"}
```

Wait: 15 minutes

#### Verification

- the writer is in Ireland

```json
{"not": "a command"}
```

### Tell the shop's people

## Rollback

Trigger: orders are missing

1. Stop the writers
2. Move back

   ```sh
   aws route53 list-hosted-zones
   ```

## Post-failover

- Write down when what was done
"""
)


def read(text: str, name: str = "dr/move.md") -> Resource:
    found = read_document(text.encode(), uri=name, root="dr")
    assert [str(each) for each in found.blind_spots] == []
    (resource,) = found.resources
    return resource


def steps(resource: Resource) -> list[Step]:
    found = resource["steps"]
    assert isinstance(found, tuple)
    return [each for each in found if isinstance(each, Step)]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def places(text: str, resource: Resource) -> list[str]:
    """What stands where the reader says that commands begin."""
    lines = text.splitlines()
    commands = [each for step in steps(resource) for each in step.commands]
    return [lines[(each.location.line or 0) - 1][(each.location.column or 0) - 1 :] for each in commands]


def test_sections_are_the_fields() -> None:
    runbook = read(WHOLE)
    assert runbook.address.path == "runbook.move-to-ireland"
    assert runbook["last_tested"] == "2026-09-01"
    assert runbook["prerequisites"] == ("The bridge is open", "Two people are there")
    assert runbook["decision_criteria"] == ("Frankfurt is down for 10 minutes",)
    assert runbook["post_failover"] == ("Write down when what was done",)
    assert runbook["rollback_trigger"] == "orders are missing"
    assert runbook.location_of("prerequisites").line == line_of(WHOLE, "## Prerequisites")
    assert runbook.location_of("last_tested").line == line_of(WHOLE, "last_tested")


def test_steps_have_their_commands_and_how_they_are_verified() -> None:
    found = {step.key: step for step in steps(read(WHOLE))}
    assert list(found) == ["step 1", "step 2", "step 3", "rollback 1", "rollback 2"]
    assert [step.action for step in found.values()] == [
        "Look at Frankfurt",
        "Promote shop_dr",
        "Tell the shop's people",
        "Stop the writers",
        "Move back",
    ]
    assert found["step 1"].verification == "the cluster does not answer"
    assert found["step 2"].verification == "the writer is in Ireland"
    assert found["step 2"].wait == 900
    assert found["step 3"].verification is None
    assert found["step 2"].location.line == line_of(WHOLE, "### Step 2")
    assert [len(step.commands) for step in found.values()] == [1, 1, 0, 0, 1]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_commands_have_their_lines_and_columns(ends: str) -> None:
    assert places(WHOLE, read(WHOLE.replace("\n", ends))) == [
        "aws rds describe-db-clusters \\",
        "aws rds failover-global-cluster --region eu-west-1",
        "aws route53 list-hosted-zones",
    ]


LISTED = """\
---
kind: runbook
name: Restore
---
1. Restore the snapshot

   ```bash
   aws rds restore-db-instance-from-db-snapshot
   ```
   Verify that it is available.

2. Tell the application

   > ```sh
   > aws ssm put-parameter
   > ```

## Clean up

~~~zsh
echo done
~~~

    indented, so not a command

```
aws no language, so no command
```
"""


def test_lists_and_quotations_hold_commands_too() -> None:
    runbook = read(LISTED)
    assert runbook["kind"] == "restore"
    assert [(each.id, each.action) for each in steps(runbook)] == [
        ("1", "Restore the snapshot"),
        ("2", "Tell the application"),
        ("3", "Clean up"),
    ]
    assert steps(runbook)[0].verification == "Verify that it is available."
    assert places(LISTED, runbook) == [
        "aws rds restore-db-instance-from-db-snapshot",
        "aws ssm put-parameter",
        "echo done",
    ]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("## Step 3: Promote", "step 3"),
        ("# 3. Promote", "step 3"),
        ("#### 3) Promote", "step 3"),
        ("Step 3 - Promote\n------", "step 3"),
        ("## Promote", "step 1"),
    ],
)
def test_a_heading_with_commands_is_a_step(heading: str, key: str) -> None:
    (step,) = steps(read(f"{FRONT}{heading}\n\n```sh\naws sts get-caller-identity\n```\n"))
    assert (step.key, step.action) == (key, "Promote")


def test_headings_that_say_nothing_to_do_are_no_steps() -> None:
    text = f"{FRONT}# Move\n\n## Overview\n\nWhy.\n\n## 1. Prerequisites\n\n- Access\n\n## Links\n\n- one\n"
    runbook = read(text)
    assert runbook["steps"] == ()
    assert runbook["prerequisites"] == ("Access",)


def test_a_section_of_checks_after_the_steps_is_a_step() -> None:
    text = f"{FRONT}## Steps\n\n1. Promote\n\n## Verification\n\n- orders are written\n\n```sh\ncurl https://x.y\n```\n"
    found = steps(read(text))
    assert [(each.action, each.verification) for each in found] == [
        ("Promote", None),
        ("Verification", "orders are written"),
    ]


def test_what_the_front_matter_says_is_not_said_again() -> None:
    text = "---\nrunbook:\n  name: Move\n  prerequisites: [One]\n---\n## Prerequisites\n\n- Two\n"
    assert read(text)["prerequisites"] == ("One",)


def test_the_title_is_the_name_of_what_has_none() -> None:
    runbook = read("---\nkind: runbook\n---\n# Back to *Frankfurt*\n")
    assert runbook.address.path == "runbook.back-to-frankfurt"
    assert runbook.location_of("name").line == 4


def test_a_drill_has_its_lists_below() -> None:
    drill = read(
        "---\ndrill: {date: 2026-05-04, type: tabletop}\n---\n## Participants\n\n- Ada\n- Bo\n\n## Issues\n\n- slow\n"
    )
    assert drill["participants"] == ("Ada", "Bo")
    assert drill["issues"] == ({"title": "slow", "ticket": None, "closed": None},)


def test_locations_are_where_links_lead() -> None:
    text = f"{FRONT}## Locations\n\n- [wiki](https://wiki.example/move)\n- <s3://books/move.md>\n- docs/move.md\n"
    assert read(text)["locations"] == ("https://wiki.example/move", "s3://books/move.md", "docs/move.md")


@pytest.mark.parametrize(
    "text",
    [
        "# Runbook\n\nrunbook: x\n",
        "runbook: x\n",
        "---\ntitle: About\nlayout: page\n---\nrunbook: x\n",
        "",
    ],
)
def test_other_markdown_is_no_document(text: str) -> None:
    assert not looks_like_document(text.encode(), "a.md")
    with pytest.raises(UnrecognisedError):
        read_document(text.encode(), uri="a.md", root="")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("---\nrunbook: x\n\n# Move\n", "line 1: the front matter that begins here does not end"),
        ("---\nrunbook: [\n---\n", "line 3: "),
        ("---\nrunbook: x\nrunbook: y\n---\n", "line 3: 'runbook' stands here twice (first on line 2)"),
        ("---\nrunbook: !!python/object:os.system x\n---\n", "line 2: the tag"),
        ("---\nrunbook: x\n---\n" + "- a\n" * 20_000, "it has more than 10,000 lines"),
        ("---\nrunbook: x\n---\n" + "a" * 2**21, "it is larger than 1 MiB"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, says: str) -> None:
    assert looks_like_document(text.encode(), "a.md")
    with pytest.raises(UnreadableError) as caught:
        read_document(text.encode(), uri="a.md", root="")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        ">" * 100_000,
        ("> " * 50 + "x\n") * 4_000,
        "".join("  " * depth + "- x\n" for depth in range(900)),
        "- " * 100_000,
        "# x\n" * 9_000,
        "- a\n" * 9_000,
        "[a\n" * 9_000,
        "```bash\naws x\n```\n" * 3_000,
        "`" * 500_000,
        "[" * 500_000,
        "1. a\n\n   ```sh\n   aws x\n   ```\n" * 1_500,
    ],
)
def test_hostile_text_takes_little_time(body: str) -> None:
    began = time.process_time()
    read_document(f"{FRONT}{body}".encode(), uri="a.md", root="")
    assert time.process_time() - began < 4
