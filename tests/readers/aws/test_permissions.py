"""Least privilege: nothing is called that is not declared, nothing is declared that reads data or secrets."""

from __future__ import annotations

import json
import re
from pathlib import Path

import botocore.session
import pytest

from drlint.catalog.registry import load
from drlint.readers.aws import clients
from drlint.readers.aws.actions import action_of
from drlint.readers.aws.permissions import LONGEST, actions_for, session_policy
from drlint.readers.aws.plan import listed
from tests.cli.running import drlint

from .collected import collected
from .moto import Proxy

# Data, secrets, and what leads to either.
_READS_DATA = re.compile(
    r"secretsmanager:(Get|BatchGet)SecretValue|ssm:GetParameter|s3:GetObject(?!Lock)|s3:(ListBucket|SelectObject)|lambda:GetFunction$|"
    r"lambda:Invoke|kms:(Decrypt|Encrypt|Generate)|dynamodb:(GetItem|BatchGet|Query|Scan|PartiQL)|rds:Download|"
    r"logs:(Get|Filter)|sqs:Receive|ec2:GetPasswordData|ec2:GetConsole|redshift:GetClusterCredentials|"
    r"sts:(AssumeRole|GetFederation|GetSession)|ecr:(BatchGetImage|GetDownload|GetAuthorization)"
)
_WRITES = re.compile(
    r":(Create|Put|Delete|Update|Modify|Start|Stop|Tag|Untag|Attach|Detach|Set|Add|Remove|Register|Run)"
)


def declared() -> tuple[str, ...]:
    return actions_for(listed(load()))


def test_nothing_declared_reads_data_or_changes_anything() -> None:
    assert [each for each in declared() if _READS_DATA.search(each) or _WRITES.search(each)] == []


def test_nothing_undeclared_is_called(aws: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: set[str] = set()
    made = clients.Clients.__init__

    def watched(self: clients.Clients, *arguments: object, **named: object) -> None:
        made(self, *arguments, **named)  # type: ignore[arg-type]
        self.session.register("before-call.*.*", note)

    def note(model: object, **_: object) -> None:
        service = model.service_model.service_name  # type: ignore[attr-defined]
        called.add(action_of(service, model.name))  # type: ignore[attr-defined]

    monkeypatch.setattr(clients.Clients, "__init__", watched)
    collected(tmp_path)
    assert aws.asked
    assert {"rds:DescribeDBInstances", "s3:ListAllMyBuckets", "sts:GetCallerIdentity"} <= called
    assert called - set(declared()) == set()


def test_every_action_is_an_operation_or_called_otherwise() -> None:
    """What IAM calls otherwise is listed in one place; all else is an operation of the service."""
    session = botocore.session.Session()
    for kind in listed(load()):
        call = kind.listed_by
        assert call is not None
        for service, operation in [
            (call.service, call.operation),
            *((each.service or call.service, each.operation) for each in kind.details),
        ]:
            assert operation in session.get_service_model(service).operation_names


def test_the_session_policy_fits_and_only_reads() -> None:
    text = session_policy(load())
    assert len(text) <= LONGEST
    (statement,) = json.loads(text)["Statement"]
    assert statement["Effect"] == "Allow"
    patterns = [re.compile(each.replace("*", ".*")) for each in statement["Action"]]
    assert [each for each in declared() if not any(pattern.fullmatch(each) for pattern in patterns)] == []
    assert [each for each in statement["Action"] if _WRITES.search(each) or each.endswith(":*")] == []
    for secret in ("secretsmanager:GetSecretValue", "ssm:GetParameter", "s3:GetObject", "s3:ListBucket", "kms:Decrypt"):
        assert not any(pattern.fullmatch(secret) for pattern in patterns)


def test_the_policy_is_printed() -> None:
    (statement,) = json.loads(drlint("permissions").out)["Statement"]
    assert tuple(statement["Action"]) == declared()


def test_fewer_policies_need_less() -> None:
    (statement,) = json.loads(drlint("permissions", "--select", "dynamodb-pitr").out)["Statement"]
    assert "dynamodb:DescribeContinuousBackups" in statement["Action"]
    assert "backup:ListBackupSelections" in statement["Action"]
    assert "elasticloadbalancing:DescribeLoadBalancers" not in statement["Action"]


def test_a_role_in_every_account() -> None:
    flags = ("--trusted", "111122223333", "--external-id", "dr-2026")
    terraform = drlint("permissions", "--format", "terraform", *flags).out
    assert '"sts:ExternalId": "dr-2026"' in terraform
    assert 'resource "aws_iam_role" "drlint"' in terraform
    template = json.loads(drlint("permissions", "--format", "cloudformation-stackset", *flags).out)
    role = template["Resources"]["Role"]["Properties"]
    assert role["RoleName"] == "drlint-audit"
    assert tuple(role["Policies"][0]["PolicyDocument"]["Statement"][0]["Action"]) == declared()


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--format", "terraform"), "which account may take the role on"),
        (("--format", "terraform", "--trusted", "me"), "is no account id"),
        (("--format", "terraform", "--trusted", "111122223333", "--external-id", 'a"b'), "--external-id"),
        (("--format", "terraform", "--trusted", "111122223333", "--role-name", "${x}"), "--role-name"),
        (("--select", "no-such-policy"), "no policy"),
    ],
)
def test_what_makes_no_role_is_refused(flags: tuple[str, ...], said: str) -> None:
    outcome = drlint("permissions", *flags)
    assert outcome.code == 2
    assert said in outcome.err


def test_in_other_accounts_it_takes_on_one_role_and_no_other() -> None:
    reading, other = json.loads(drlint("permissions", "--organization", "--role-name", "dr-reader").out)["Statement"]
    assert "sts:AssumeRole" not in reading["Action"]
    assert (other["Action"], other["Resource"]) == ("sts:AssumeRole", "arn:*:iam::*:role/dr-reader")
    assert drlint("permissions", "--role-name", "*").code == 2
