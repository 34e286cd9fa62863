"""The published schemas of documents take what the reader takes, and refuse what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from whole_documents import ALL

from drlint.model.errors import UnreadableError
from drlint.readers.documents.reader import read_document
from drlint.readers.yaml_text import read_yaml
from scripts.document_schemas import DOCUMENTS, files, schema

SCHEMAS = {name.replace("-", "_"): jsonschema.Draft202012Validator(schema(name)) for name in DOCUMENTS}

# The documents that users have, in the shapes in which they have them.
FAILBACK = """\
runbook:
  name: "Back to Ohio"
  version: "1.3"

prerequisites:
  - "Ohio is whole"

pre_failback_checks:
  - step: "Look at Ohio"
    command: "aws ec2 describe-regions --region us-east-2"
  - step: "Look at the lag"
    command: |
      aws rds describe-global-clusters \\
        --global-cluster-identifier shop

steps:
  - id: 1
    action: "Move a part of the traffic"
    commands:
      - |
        # a tenth
        aws route53 change-resource-record-sets \\
          --change-batch file://tenth.json
    verification: "Nobody complains"
    wait: "20 minutes"

  - id: 2
    action: "Move all"
    commands:
      - "# all"
      - "./scripts/all.sh"
    verification: "Traffic is in Ohio"

post_failback:
  - "Write it down"
"""
FAILOVER = """\
runbook:
  name: "Out of Ohio"
  version: "1.3"
  last_tested: "2025-02-03"

decision_criteria:
  initiate_failover:
    - "Ohio is down for > 10 minutes"

steps:
  - id: 1
    action: "Tell everybody"
    commands:
      - "./scripts/tell.sh now"
    verification: "They know"

rollback:
  trigger: "Oregon is down as well"
  steps:
    - "Wait"

post_failover:
  - "Write it down"
"""
PLAN = """\
test_plan:
  name: "Tests"
  frequency: "Quarterly"
  last_test: "2025-02-03"
  next_test: "2025-05-03"

test_types:
  tabletop:
    frequency: "Monthly"
    duration: "1 hour"
    participants: ["Everybody"]
    objectives:
      - "Read it"
  component_test:
    frequency: "Monthly"
    duration: "1-2 hours"
    tests:
      - "The database"

metrics_to_capture:
  - "Data loss (RPO actual)"

success_criteria:
  - "RTO achieved: < 45 minutes"
"""


@pytest.mark.parametrize("text", [*ALL.values(), FAILBACK, FAILOVER, PLAN])
def test_whole_documents_fit(text: str) -> None:
    assert disagreement(text) == ""
    assert is_read(text)


@pytest.mark.parametrize(("path", "text"), list(files()), ids=lambda said: said.name if isinstance(said, Path) else "")
def test_what_is_published_is_what_the_reader_takes(path: Path, text: str) -> None:
    assert path.read_text(encoding="utf-8") == text, "python -m scripts.document_schemas writes it anew"
    if path.suffix == ".json":
        jsonschema.Draft202012Validator.check_schema(json.loads(text))


def is_read(text: str) -> bool:
    """Whether the reader finds nothing wrong."""
    try:
        return not read_document(text.encode(), uri="dr/a.yaml", root="dr").blind_spots
    except UnreadableError:
        return False


def disagreement(text: str) -> str:
    """What reader and schema say, where that is not the same."""
    data = read_yaml(text).data
    kind = next(each for each in SCHEMAS if each in data)
    error = jsonschema.exceptions.best_match(SCHEMAS[kind].iter_errors(data))
    if (error is None) == is_read(text):
        return ""
    return f"the schema {'takes it' if error is None else error.message[:300]}, the reader does not: {text}"


VALUES = {
    "wrt": [
        *(
            "15m",
            "4h",
            "PT15M",
            "1 hour",
            "1 hour 30 min",
            "2 hours, 5 minutes",
            "1h and 30m",
            "1h30m",
            "0",
            "4 H",
            "p1w",
        ),
        *("P1DT2H", "PT0.5S", "PT1.5S", "4-8 hours", "4 to 8 h", "4–8h", "1.5h", "90 secs", "'0'", "00", "10 d"),
        *("4:00:00", "-1", "1e9999", "soon", "15", "P", "PT", "1.2345h", "4h!", "h", "1 fortnight", "4hours x", "''"),
        *("1hand 30m", "true", "[4h]", "{a: 4h}", "~", "P1H", "PT1D", "1m1", ".5h", "9999999999h"),
    ],
    "reviewed": [
        *("2026-11-26", "'2026-11-26'", "2026-11-26T10:00:00Z", "2026-11-26 10:00", "2099-01-01", "0001-01-01", "~"),
        *(
            "2024-13-45",
            "02/03/2024",
            "2024-2-3",
            "0000-01-01",
            "20240203",
            "2024",
            "2024-01-01x",
            "soon",
            "[2024-01-01]",
        ),
    ],
    "test_every": [
        *(
            "quarterly",
            "Monthly",
            "90d",
            "every 6 months",
            "once a year",
            "twice a year",
            "every 90 days",
            "P90D",
            "annually",
        ),
        *(
            "every week",
            "per quarter",
            "Half-yearly",
            "often",
            "quarter",
            "every",
            "every soon",
            "4",
            "[monthly]",
            "{a: b}",
        ),
    ],
    "tier": [
        "1",
        "4",
        "0",
        "'2'",
        "tier 1",
        "Tier-2",
        "t3",
        "critical",
        "Mission Critical",
        "low",
        "5",
        "gold",
        "[1]",
    ],
    "primary_region": [
        "eu-west-1",
        "us-gov-west-1",
        "ap-southeast-2",
        "Ireland",
        "eu-west",
        "EU-WEST-1",
        "eu-west-1a",
        "1",
    ],
    "recovery_regions": [
        "eu-west-1",
        "[eu-west-1, eu-west-2]",
        "[]",
        "[Paris]",
        "[[eu-west-1]]",
        "{a: b}",
        "Paris",
        "~",
    ],
    "strategy": [
        *(
            "pilot light",
            "pilot-light",
            "Warm Standby",
            "active/active",
            "backup & restore",
            "multi-site",
            "PilotLight",
        ),
        *("pilot-ligth", "cold", "1", "[pilot light]", "''"),
    ],
    "budget": ["$", "$$$$", "low", "very high", "$$$$$", "much", "5"],
    "availability": ["99.9", "'99.95'", "100", "0", "-1", "1e2", "99.9%", "many", "[99]"],
    "objectives": [
        *(
            "{rto: 4h}",
            "{rto: 4h, rpo: 5m}",
            "{region: {rto: 4h, rpo: 1m}}",
            "{zone: {rto: 0}}",
            "{AZ: {rto: 5m}}",
            "~",
        ),
        *(
            "{multi-region: {rto: 5m}}",
            "{region: ~}",
            "{region: {x-why: a, rto: 5m}}",
            "{x-why: a}",
            "{}",
            "{region: {}}",
        ),
        *("{rto: soon}", "{regoin: {rto: 4h}}", "{region: 4h}", "{region: {rot: 4h}}", "[4h]", "4h", "{region: [4h]}"),
        *("{region: {rto: 4h, owner: a}}", "{region: {rto: -1}}", "{rto: [4h]}"),
    ],
    "members": [
        *(
            "aws_x.y",
            "[aws_x.y, 'arn:aws:s3:::a']",
            "[{tags: {a: b}}]",
            "{address: a}",
            "[{module: m, role: derived}]",
            "[]",
        ),
        *(
            "[{arns: [a, b]}]",
            "~",
            "[~]",
            "[{role: derived}]",
            "[{adress: a}]",
            "[[a]]",
            "[{tags: a}]",
            "[{address: {a: []}}]",
        ),
        *("[{address: a, role: chief}]", "[{tags: {a: [b]}}]"),
    ],
    "third_parties": [
        *("[Stripe]", "Stripe", "{Stripe: {rto: 4h}}", "[{name: Stripe, fallback: none}]", "[]", "~", "{Stripe: ~}"),
        *("{Stripe: fallback}", "[{nam: a}]", "[[a]]", "[{rto: soon}]", "{Stripe: [a]}"),
    ],
    "assumptions": [
        "{detection: 5m}",
        "{data_size: 5}",
        "~",
        "{}",
        "5m",
        "[5m]",
        "{detecton: 5m}",
        "{restore_mib_s: -1}",
    ],
    "depends_on": ["login", "[login, mail]", "[{name: login}]", "[[login]]", "[{}]", "{a: b}", "[~]", "[1]", "true"],
    "name": ["shop", "1", "2.10", "true", "[shop]", "{a: b}"],
    "x-own": ["[a]", "{a: {b: c}}"],
    "favourite": ["a"],
}
RUNBOOK = {
    "steps": [
        *(
            "[a]",
            "a",
            "[{id: 1, action: a}]",
            "[{step: 1, command: a}]",
            "[{commands: [a, b]}]",
            "[{run: {x: a}}]",
            "[~]",
            "[1]",
        ),
        *(
            "{a: b}",
            "[[a]]",
            "[{commands: [[a]]}]",
            "[{wait: soon}]",
            "[{wait: 5m, region: eu-west-1}]",
            "[{region: here}]",
        ),
        *(
            "[{verify: [a, b]}]",
            "[{verification: {a: b}}]",
            "[{action: [a]}]",
            "[{commands: {a: [b]}}]",
            "[{owner: a}]",
        ),
    ],
    "rollback": ["[a]", "a", "{trigger: a, steps: [b]}", "{steps: {a: b}}", "{trigger: [a]}", "[[a]]", "~", "{why: a}"],
    "trained": [
        *(
            "[Ada]",
            "Ada",
            "{Ada: 2026-01-01}",
            "[{name: Ada, date: 2026-01-01}]",
            "{Ada: {on: 2026-01-01}}",
            "~",
            "{Ada: ~}",
        ),
        *("{Ada: soon}", "[[Ada]]", "[{date: soon}]", "{Ada: [2026-01-01]}"),
    ],
    "decision_criteria": ["[a]", "a", "{b: [a]}", "{b: a, c: ~}", "{b: {c: d}}", "[[a]]", "{b: [[a]]}"],
    "kind": ["failover", "Failback", "restoration", "move", "[failover]"],
    "last_tested": ["2026-11-26", "never"],
    "post_failover": ["[a]", "[{action: a, command: b}]", "{a: b}"],
    "covers": ["shop", "[a, b]", "{a: b}"],
    "pager": ["[a]"],
}
DRILL = {
    "type": ["tabletop", "full failover", "restore-test", "game day", "1"],
    "measured": ["{rto: 4h, time: 1m}", "[rto]", "x", "~", "{rto: soon}", "{rpo: [1m]}", "{other: [a]}", "[[a]]"],
    "outcome": ["success", "Passed", "bad"],
    "issues": ["[a]", "[{title: a, closed: 2026-01-01}]", "{a: {title: b}}", "a", "[{closed: soon}]", "[[a]]", "~"],
    "disruption": ["region", "multi-AZ", "fire"],
    "participants": ["[Ada]", "Ada", "{Ada: [x]}"],
    "elsewhere": ["a"],
}
TEST_PLAN = {
    "test_types": [
        *("{tabletop: {frequency: Monthly}}", "[{type: tabletop}]", "{tabletop: ~}", "~", "tabletop", "[tabletop]"),
        *("{tabletop: monthly}", "{tabletop: {frequency: often}}", "{tabletop: {participants: {a: []}}}"),
    ],
    "frequency": ["Quarterly", "soon"],
    "success_criteria": ["['RTO achieved: < 30 minutes']", "a", "{a: {}}"],
}
HEADS = {"workload": VALUES, "runbook": RUNBOOK, "drill": DRILL, "test_plan": TEST_PLAN}
CASES = [(kind, name, value) for kind, fields in HEADS.items() for name, values in fields.items() for value in values]


@pytest.mark.parametrize(("kind", "name", "value"), CASES)
@pytest.mark.parametrize("beside", [False, True])
def test_reader_and_schema_agree(kind: str, name: str, value: str, beside: bool) -> None:  # noqa: FBT001
    head = "" if name == "name" else "name: a, "
    text = f"{kind}: {{{head}x-a: b}}\n{name}: {value}\n" if beside else f"{kind}: {{{head}{name}: {value}}}\n"
    if beside and name == "name":
        text = f"{kind}: {{x-a: b}}\n{name}: {value}\n"
    assert disagreement(text) == ""


@pytest.mark.parametrize("value", ["a", "{name: a}", "~", "[a]", "1", "true"])
@pytest.mark.parametrize("kind", HEADS)
def test_they_agree_on_the_key_of_the_kind(kind: str, value: Any) -> None:
    assert disagreement(f"{kind}: {value}\n") == ""
