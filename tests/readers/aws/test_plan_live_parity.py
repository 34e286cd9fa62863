"""A plan and the account after it is applied get the same verdicts, policy by policy and resource by resource."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from terraform_setup import offline_environment

from tests.cli.running import drlint

from . import moto
from .collected import collected

STACK = Path(__file__).parents[3] / "fixtures" / "live"
FLAGS = ("-o", "json", "--show-passed", "--no-cache")
# What AWS answers where nobody configured anything, of calls that moto does not know.
_NOTHING: tuple[tuple[str, int, bytes], ...] = (
    (r"/backup/plans/[^/]+/selections", 200, b'{"BackupSelectionsList": []}'),
    (r"/restore-testing/plans", 200, b'{"RestoreTestingPlans": []}'),
    (r"/backup-vaults/[^/]+/(notification-configuration|access-policy)", 404, b'{"code": "ResourceNotFoundException"}'),
    (r"/2015-02-01/file-systems/replication-configurations", 404, b'{"code": "ReplicationNotFound"}'),
    (r"/2015-02-01/file-systems/[^/]+/backup-policy", 404, b'{"code": "PolicyNotFound"}'),
)
# What differs, and why that is right. No other difference is let through, and each of these has to be there.
ONLY_CODE = {
    "kms-deletion-window-max": "how long a key that is deleted waits is a word of the call that deletes it",
    "module-and-provider-sources-survive": "modules and providers are code",
    "s3-ecr-force-destroy": "force_destroy is an argument of Terraform's own",
    "stateful-prevent-destroy": "lifecycle blocks are Terraform's own",
    "terraform-state-survives-region": "the backend is Terraform's own",
}
SETTLED = {
    ("ebs-volume-encrypted", "aws_ebs_volume.scratch"): (
        "unknown",
        "fail",
        "nothing is said of it, so the account's default decides: nobody knows before, everybody after",
    ),
}
# What an account has without anybody's plan.
OF_AWS = re.compile(r"arn:aws:(ec2:[a-z0-9-]+:\d+:vpc|kms:[a-z0-9-]+:\d+:key)/")


class Both(NamedTuple):
    """The stack's folder with plan.json, state.json and inventory, and both reports."""

    folder: Path
    plan: dict[str, Any]
    live: dict[str, Any]
    addresses: Mapping[str, str]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """The stack planned, judged, applied, read and judged again."""
    if shutil.which("terraform") is None:
        pytest.skip("terraform is not on PATH")
    folder = tmp_path_factory.mktemp("stack")
    (folder / "home").mkdir()
    try:
        environment = offline_environment(folder / "home")
    except SystemExit as missing:
        pytest.skip(f"there is no AWS provider to ask ({missing})")
    shutil.copy(STACK / "main.tf", folder)
    with moto.moto() as port, moto.proxy(port) as proxy, pytest.MonkeyPatch.context() as patch:
        terraform = {**environment, **moto.environment(f"http://127.0.0.1:{port}")}
        _run(folder, terraform, "init", "-input=false")
        _run(folder, terraform, "plan", "-input=false", "-out=tfplan")
        (folder / "plan.json").write_text(_run(folder, terraform, "show", "-json", "tfplan"))
        _run(folder, terraform, "apply", "-input=false", "tfplan")
        (folder / "state.json").write_text(_run(folder, terraform, "show", "-json"))
        for name in [each for each in os.environ if each.startswith("AWS_")]:
            patch.delenv(name)
        for name, value in moto.environment(proxy.url).items():
            patch.setenv(name, value)
        proxy.rule = _nothing
        collected(folder / "inventory")
    plan, live = (drlint("check", folder / each, *FLAGS).report for each in ("plan.json", "inventory"))
    return Both(folder, plan, live, _addresses(json.loads((folder / "state.json").read_text())))


def _run(folder: Path, environment: Mapping[str, str], *words: str) -> str:
    command, settings = ["terraform", *words], dict(environment)
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False, timeout=180)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _nothing(request: moto.Request) -> moto.Answer | None:
    path = request.path.partition("?")[0].rstrip("/")
    found = next((each for each in _NOTHING if request.method == "GET" and re.fullmatch(each[0], path)), None)
    return None if found is None else moto.Answer(found[1], found[2], "application/json")


def _addresses(state: Mapping[str, Any]) -> dict[str, str]:
    """Terraform's address by what names a live resource."""
    found: dict[str, str] = {}
    for each in state["values"]["root_module"]["resources"]:
        values = each["values"]
        for name in filter(None, (values.get("id"), values.get("name"), values.get("bucket"))):
            found.setdefault(f"{each['type']}/{name}", each["address"])
            found.setdefault(name, each["address"])
        found[values.get("arn", "")] = each["address"]
    del found[""]
    return found


def verdicts(report: Mapping[str, Any], addresses: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Each verdict by policy and address; of what has no address, by what AWS calls it."""
    made = {}
    for name, verdict in (("findings", "fail"), ("unknowns", "unknown"), ("passed", "pass")):
        for each in report[name]:
            path = each["resource"]
            known = addresses.get(path) or (addresses.get(path.rpartition("/")[2]) if path.startswith("arn:") else None)
            made[each["policy"], known or path] = verdict
    return made


def test_plan_and_account_are_judged_alike(both: Both) -> None:
    plan, live = verdicts(both.plan, {}), verdicts(both.live, both.addresses)
    live = {key: verdict for key, verdict in live.items() if not OF_AWS.match(key[1])}
    different = {
        key: (plan.get(key, "none"), live.get(key, "none"))
        for key in sorted({*plan, *live})
        if plan.get(key) != live.get(key) and key[0] not in ONLY_CODE
    }
    assert different == {key: (before, after) for key, (before, after, _) in SETTLED.items()}
    alike = {key for key, verdict in plan.items() if live.get(key) == verdict}
    assert len(alike) >= 60
    assert {plan[key] for key in alike} >= {"pass", "fail"}
    assert len({address for _, address in alike}) >= 19  # the others are parts of these, or nothing is asked of them


def test_what_only_code_shows_is_not_assessed(both: Both) -> None:
    unasked = {each["policy"]: each["reason"] for each in both.live["not_assessed"]}
    seen = {policy for policy, _ in verdicts(both.plan, {})}
    assert seen >= set(ONLY_CODE)
    assert all("plan" in unasked[each] or "source" in unasked[each] for each in ONLY_CODE)


def test_a_nightly_finding_leads_to_the_code(both: Both) -> None:
    """With the state beside it, what AWS has is called as Terraform calls it."""
    found = drlint("check", both.folder / "inventory", "--context", both.folder / "state.json", *FLAGS).report
    named = {each["resource"] for each in found["findings"] if each["policy"] == "dynamodb-pitr"}
    assert named == {"aws_dynamodb_table.sessions"}
    assert len(found["findings"]) >= 10
    assert not any(each["resource"].startswith("arn:aws:dynamodb") for each in found["findings"])


def test_what_was_weakened_by_hand_is_drift(both: Both) -> None:
    """The plan promised point-in-time recovery; the inventory says that it is off."""
    unit = both.folder / "inventory" / moto.ACCOUNT / "eu-central-1" / "dynamodb.json.gz"
    before = unit.read_bytes()
    unit.write_bytes(_without_recovery(before))
    context = ("--context", both.folder / "plan.json")
    found = drlint("check", both.folder / "inventory", *context, "--select", "drift", *FLAGS).report
    unit.write_bytes(before)
    drifted = [each for each in found["findings"] if each["policy"] == "backups-weaker-than-declared"]
    assert [each["resource"] for each in drifted] == ["aws_dynamodb_table.carts"]
    clean = drlint("check", both.folder / "inventory", *context, "--select", "drift", *FLAGS).report
    assert [each["policy"] for each in clean["findings"] if each["policy"].endswith("weaker-than-declared")] == []


def _without_recovery(data: bytes) -> bytes:
    text = gzip.decompress(data)
    changed = text.replace(b'"point_in_time_recovery":{"enabled":true', b'"point_in_time_recovery":{"enabled":false')
    assert changed != text
    return gzip.compress(changed)
