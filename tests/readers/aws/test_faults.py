"""What stands in the way of a call makes what it would have told unknown: never fine, never wrong, never silent."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from drlint.model.values import Unknown
from tests.cli.running import drlint

from .collected import collected, found, read
from .moto import ACCOUNT, Answer, Proxy, Request, Rule

HERE = "eu-west-1"
HTML = b"<html><body>Bad gateway</body></html>"
DENIED = f"User: arn:aws:iam::{ACCOUNT}:user/x is not authorized to perform: rds:DescribeDBInstances"


def xml(code: str, message: str = "") -> bytes:
    text = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
    return f"<ErrorResponse>{text}<RequestId>1</RequestId></ErrorResponse>".encode()


def json(code: str, message: str = "") -> bytes:
    return f'{{"__type": "com.amazonaws#{code}", "message": "{message}"}}'.encode()


class Fault(NamedTuple):
    """An operation that is answered otherwise, and what is said of it."""

    name: str
    operation: str
    answer: Answer
    said: str
    remedy: str = ""


def database(name: str, answer: Answer, said: str, remedy: str = "") -> Fault:
    return Fault(name, "DescribeDBInstances", answer, said, remedy)


def table(name: str, answer: Answer, said: str, remedy: str = "") -> Fault:
    return Fault(name, "ListTables", Answer(answer.status, answer.body, "application/x-amz-json-1.0"), said, remedy)


ALLOW = "allow rds:DescribeDBInstances for the role"
SCP = f"{DENIED} on resource: * with an explicit deny in a service control policy"
NO_SCP = f"{DENIED} because no service control policy allows the rds:DescribeDBInstances action"
BOUNDARY = f"{DENIED} because no permissions boundary allows the rds:DescribeDBInstances action"
EXPLICIT = f"{DENIED} with an explicit deny in an identity-based policy"
FAULTS = [
    database("AccessDenied", Answer(403, xml("AccessDenied", DENIED)), "access denied (AccessDenied)", ALLOW),
    database("UnauthorizedOperation", Answer(403, xml("UnauthorizedOperation")), "access denied", ALLOW),
    database("Client.UnauthorizedOperation", Answer(403, xml("Client.UnauthorizedOperation")), "access denied", ALLOW),
    database("AuthorizationError", Answer(403, xml("AuthorizationError")), "access denied", ALLOW),
    database("403 in HTML", Answer(403, HTML, "text/html"), "", ""),
    database("SCP", Answer(403, xml("AccessDenied", SCP)), "a service control policy of the organization denies it"),
    database("no SCP allows", Answer(403, xml("AccessDenied", NO_SCP)), "of the organization does not allow it"),
    database("boundary", Answer(403, xml("AccessDenied", BOUNDARY)), "the permissions boundary does not allow it"),
    database("explicit deny", Answer(403, xml("AccessDenied", EXPLICIT)), "an identity-based policy denies it"),
    database("throttled", Answer(400, xml("Throttling")), "throttled to the end", "--resume"),
    database("RequestLimitExceeded", Answer(503, xml("RequestLimitExceeded")), "throttled to the end"),
    database("not opted in", Answer(403, xml("OptInRequired")), "not enabled in this account and Region"),
    database("bad token", Answer(403, xml("InvalidClientTokenId")), "does not take the credentials"),
    database("500", Answer(500, xml("InternalFailure")), "the service failed (InternalFailure)", "--resume"),
    database("502 in HTML", Answer(502, HTML, "text/html"), "", ""),
    database("200 in HTML", Answer(200, HTML, "text/html"), "", ""),
    database("truncated", Answer(200, b"<DescribeDBInstancesResponse><DescribeDB"), "the answer cannot be parsed"),
    database("silent", Answer(200, b"<DescribeDBInstancesResponse/>"), "", ""),
    database("cut", Answer(), "the endpoint cannot be reached", "--resume"),
    table("AccessDeniedException", Answer(400, json("AccessDeniedException")), "access denied (AccessDeniedException)"),
    table("ThrottlingException", Answer(400, json("ThrottlingException")), "throttled to the end"),
    table("500 in HTML to JSON", Answer(500, HTML), "the service failed"),
    table("404 in HTML to JSON", Answer(404, HTML), ""),
    table("broken JSON", Answer(200, b'{"TableNames": ["car'), "the answer cannot be parsed"),
    table("no list", Answer(200, b"{}"), "the answer holds no TableNames"),
    table("XML to JSON", Answer(403, xml("AccessDenied")), "access denied"),
]
KINDS = {"DescribeDBInstances": ("rds", "aws_db_instance"), "ListTables": ("dynamodb", "aws_dynamodb_table")}

POLICIES = {"aws_db_instance": "rds-instance-multi-az", "aws_dynamodb_table": "dynamodb-pitr"}


def instead(operation: str, answer: Answer, region: str = HERE) -> Rule:
    def rule(request: Request) -> Answer | None:
        return answer if request.operation == operation and request.scope[0] == region else None

    return rule


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_list_that_is_not_answered(aws: Proxy, tmp_path: Path, fault: Fault) -> None:
    aws.rule = instead(fault.operation, fault.answer)
    progress = collected(tmp_path)
    service, kind = KINDS[fault.operation]
    result = read(tmp_path)
    assert progress.gaps
    (unseen,) = [each for each in result.unseen if each.kind == kind]
    assert (unseen.account, unseen.region) == (ACCOUNT, HERE)
    assert fault.said in unseen.why.reason
    place = f"aws://{ACCOUNT}/{HERE}/{service}:{fault.operation}"
    (spot,) = [each for each in result.blind_spots if each.what == place]
    assert kind in spot.reason
    assert fault.remedy in spot.reason
    elsewhere = set(found(result, kind))
    assert elsewhere
    assert all(each.startswith("eu-central-1 ") for each in elsewhere)
    other = next(name for _, name in KINDS.values() if name != kind)
    assert {each.partition(" ")[0] for each in found(result, other)} == {"eu-central-1", HERE}
    chosen = ("--select", POLICIES[kind], "-o", "json", "--no-cache", "--show-passed")
    outcome = drlint("check", tmp_path, *chosen)
    assert outcome.report["passed"] == []
    assert {each["region"] for each in outcome.report["findings"]} == {"eu-central-1"}
    assert outcome.code == 1  # what is seen elsewhere fails still; were it nothing, the run would be incomplete


def test_the_second_page_fails(aws: Proxy, tmp_path: Path) -> None:
    first = b"""<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance>
        <DBInstanceIdentifier>orders</DBInstanceIdentifier><Engine>postgres</Engine>
        <DBInstanceArn>arn:aws:rds:eu-west-1:123456789012:db:orders</DBInstanceArn></DBInstance></DBInstances>
        <Marker>more</Marker></DescribeDBInstancesResult></DescribeDBInstancesResponse>"""

    def rule(request: Request) -> Answer | None:
        if request.operation != "DescribeDBInstances" or request.scope[0] != HERE:
            return None
        return Answer(500, xml("InternalFailure")) if b"Marker=more" in request.body else Answer(200, first)

    aws.rule = rule
    collected(tmp_path)
    result = read(tmp_path)
    assert [each for each in found(result, "aws_db_instance") if each.startswith(HERE)]
    assert [each for each in result.unseen if each.kind == "aws_db_instance"]


def test_pages_that_go_round_in_a_circle(aws: Proxy, tmp_path: Path) -> None:
    page = b"""<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances/><Marker>again</Marker>
        </DescribeDBInstancesResult></DescribeDBInstancesResponse>"""
    aws.rule = instead("DescribeDBInstances", Answer(200, page))
    collected(tmp_path)
    (unseen,) = [each for each in read(tmp_path).unseen if each.kind == "aws_db_instance"]
    assert "round in a circle" in unseen.why.reason


def test_a_detail_that_is_denied_leaves_the_rest(aws: Proxy, tmp_path: Path) -> None:
    answer = Answer(400, json("AccessDeniedException"), "application/x-amz-json-1.0")
    aws.rule = instead("DescribeContinuousBackups", answer)
    collected(tmp_path)
    result = read(tmp_path)
    assert not [each for each in result.unseen if each.kind == "aws_dynamodb_table"]
    tables = {each.region: each for each in result.resources if each.kind == "aws_dynamodb_table"}
    unknown = tables[HERE]["point_in_time_recovery"]
    assert isinstance(unknown, Unknown)
    assert "dynamodb:DescribeContinuousBackups" in unknown.reason
    assert tables[HERE]["name"] == "carts"
    assert not isinstance(tables["eu-central-1"]["point_in_time_recovery"], Unknown)
    place = f"aws://{ACCOUNT}/{HERE}/dynamodb:DescribeContinuousBackups"
    (spot,) = [each for each in result.blind_spots if each.what == place]
    assert "table/carts" in spot.reason


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, b'{"ContinuousBackupsDescription": {"Contin', "application/x-amz-json-1.0"),
        Answer(200, b"", "application/x-amz-json-1.0"),
        Answer(200, HTML, "text/html"),
        Answer(502, HTML, "text/html"),
    ],
    ids=["truncated", "empty", "a page", "an error page"],
)
def test_a_detail_that_is_no_answer_is_unknown(aws: Proxy, tmp_path: Path, answer: Answer) -> None:
    aws.rule = instead("DescribeContinuousBackups", answer)
    collected(tmp_path, (HERE,))
    (table,) = found(read(tmp_path), "aws_dynamodb_table").values()
    assert isinstance(table["point_in_time_recovery"], Unknown)


def test_a_page_in_place_of_a_buckets_settings_is_unknown(aws: Proxy, tmp_path: Path) -> None:
    def rule(request: Request) -> Answer | None:
        return Answer(200, HTML, "text/html") if request.operation.endswith("?versioning") else None

    aws.rule = rule
    collected(tmp_path)
    buckets = found(read(tmp_path), "aws_s3_bucket").values()
    assert buckets
    assert all(isinstance(bucket["versioning"], Unknown) for bucket in buckets)


def test_expired_credentials_end_the_questions(aws: Proxy, tmp_path: Path) -> None:
    def rule(request: Request) -> Answer | None:
        if request.operation == "GetCallerIdentity":
            return None
        kind = "text/xml" if request.operation.startswith("Describe") else "application/json"
        body = xml("ExpiredToken") if kind == "text/xml" else json("ExpiredTokenException")
        return Answer(403, body, kind)

    aws.rule = rule
    collected(tmp_path)
    result = read(tmp_path)
    assert result.resources == ()
    assert result.regions == frozenset()
    assert {"aws_db_instance", "aws_dynamodb_table", "aws_s3_bucket"} <= {each.kind for each in result.unseen}
    assert len(aws.asked) < 20
    for name in ("rds:DescribeDBInstances", "dynamodb:ListTables", "kms:ListKeys"):
        assert all("expired" in each.reason for each in result.blind_spots if each.what.endswith(name))


def test_nothing_that_was_not_seen_looks_fine_or_wrong(aws: Proxy, tmp_path: Path) -> None:
    """Judged without its denied call, a policy neither passes nor fails, and the run is incomplete."""
    answer = Answer(400, json("AccessDeniedException"), "application/x-amz-json-1.0")
    aws.rule = instead("DescribeContinuousBackups", answer)
    collected(tmp_path / "inv")
    flags = ("--select", "dynamodb-pitr", "-o", "json", "--no-cache", "--show-passed")
    outcome = drlint("check", str(tmp_path / "inv"), *flags)
    findings = outcome.report["findings"]
    assert {each["resource"].split(":")[3] for each in findings} == {"eu-central-1"}
    assert outcome.code == 1
    aws.rule = instead("ListTables", answer)
    collected(tmp_path / "other", (HERE,))
    outcome = drlint("check", str(tmp_path / "other"), *flags)
    assert outcome.report["findings"] == []
    assert outcome.code == 4
    assert "dynamodb:ListTables" in outcome.err


@pytest.mark.parametrize("code", ["ExpiredToken", "InvalidClientTokenId", "RequestTimeTooSkewed"])
def test_credentials_that_are_refused_at_the_start(aws: Proxy, tmp_path: Path, code: str) -> None:
    aws.rule = lambda request: Answer(403, xml(code)) if request.operation == "GetCallerIdentity" else None
    outcome = drlint("collect", "-o", str(tmp_path / "inv"))
    assert outcome.code == 2
    assert outcome.err.startswith("drlint: nothing can be collected: ")
    assert not (tmp_path / "inv").exists()
