"""What `permissions` prints: the actions that reading needs, as a policy or as a role that has it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from drlint.catalog.registry import load
from drlint.cli.policy_sets import builtin_policies
from drlint.cli.run import selected
from drlint.model.errors import DrlintError
from drlint.readers.aws.permissions import OF_ORGANIZATION, actions_for, kinds_for

_ACCOUNT = re.compile(r"\d{12}")
_EXTERNAL_ID = re.compile(
    r"[\w+=,.@:/-]{2,1224}"
)  # https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
_ROLE = re.compile(r"[\w+=,.@-]{1,64}")


def permitted(
    *,
    select: Sequence[str],
    ignore: Sequence[str],
    form: str,
    trusted: str | None,
    external_id: str | None,
    role: str,
    organization: bool,
) -> str:
    """The text that is printed; raises DrlintError for a policy, an account or a name that is none."""
    catalog = load()
    policies = selected(builtin_policies(catalog), select, ignore)
    names = {name for each in policies for name in each.metadata.applies_to}
    chosen = names if select or ignore else {"*"}
    actions = [*actions_for(kinds_for(chosen & {*catalog.kinds, *catalog.owners, "*"} or {"*"}, catalog))]
    if _ROLE.fullmatch(role) is None:
        raise DrlintError(f"--role-name {role}: has up to 64 letters, digits and +=,.@-")
    if organization:
        actions = sorted({*actions, *OF_ORGANIZATION})
    document = _document(actions, role if organization else None)
    if form == "json":
        return json.dumps(document, indent=2) + "\n"
    _require(trusted, external_id)
    trust = _trust(str(trusted), external_id)
    return _terraform(role, document, trust) if form == "terraform" else _stack(role, document, trust)


def _require(trusted: str | None, external_id: str | None) -> None:
    if trusted is None:
        raise DrlintError("--trusted: which account may take the role on? give its id")
    if _ACCOUNT.fullmatch(trusted) is None:
        raise DrlintError(f"--trusted {trusted}: is no account id of 12 digits")
    if external_id is not None and _EXTERNAL_ID.fullmatch(external_id) is None:
        raise DrlintError("--external-id: has 2 to 1,224 letters, digits and +=,.@:/-")


def _document(actions: Sequence[str], role: str | None) -> dict[str, Any]:
    """What is read and, where there is a role to take on in other accounts, that one alone."""
    statements = [{"Sid": "DrlintReads", "Effect": "Allow", "Action": list(actions), "Resource": "*"}]
    if role is not None:
        taken = f"arn:*:iam::*:role/{role}"
        statements.append({"Sid": "InOtherAccounts", "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": taken})
    return {"Version": "2012-10-17", "Statement": statements}


def _trust(account: str, external_id: str | None) -> dict[str, Any]:
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
        "Action": "sts:AssumeRole",
    }
    if external_id is not None:
        statement["Condition"] = {"StringEquals": {"sts:ExternalId": external_id}}
    return {"Version": "2012-10-17", "Statement": [statement]}


def _terraform(role: str, document: Mapping[str, Any], trust: Mapping[str, Any]) -> str:
    return f"""# What drlint reads; it changes nothing.
resource "aws_iam_role" "drlint" {{
  name               = "{role}"
  assume_role_policy = jsonencode({_indented(_hcl(trust))})
}}

resource "aws_iam_role_policy" "drlint" {{
  name   = "drlint-reads"
  role   = aws_iam_role.drlint.id
  policy = jsonencode({_indented(_hcl(document))})
}}
"""


def _hcl(document: Mapping[str, Any]) -> str:
    """JSON is an expression of Terraform's language as well, as long as nothing in it opens a template."""
    return json.dumps(document, indent=2).replace("${", "$${").replace("%{", "%%{")


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ")


def _stack(role: str, document: Mapping[str, Any], trust: Mapping[str, Any]) -> str:
    """A template that a StackSet deploys to every account."""
    properties = {
        "RoleName": role,
        "AssumeRolePolicyDocument": trust,
        "Policies": [{"PolicyName": "drlint-reads", "PolicyDocument": document}],
    }
    template = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "What drlint reads; it changes nothing. Deploy it as a StackSet with CAPABILITY_NAMED_IAM.",
        "Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": properties}},
    }
    return json.dumps(template, indent=2) + "\n"
