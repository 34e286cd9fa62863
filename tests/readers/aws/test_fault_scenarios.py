"""What happens on a bad night between drlint and AWS: each scenario by its number, what is unknown, what is judged.

F01, F02, F04, F06, F09, F11 to F15, F19, F20 and F26 are in test_faults.py, most of them in its table; accounts and
roles (F29 to F31) in test_accounts.py; runs that are stopped and disks that are full (F32, F33) in test_interrupted.py;
two runs at once (F34) and CloudWatch (F36) in test_collecting.py. F22, a server that pages nothing, is what moto is.
F25, a copy that does not show yet in its Region, cannot be told from one that is not there: the next night tells.
"""

from __future__ import annotations

import gzip
import itertools
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs

from drlint.catalog.kind import Call
from drlint.catalog.registry import load
from drlint.model.values import Unknown
from tests.cli.running import drlint

from .collected import collected, found, read
from .moto import ACCOUNT, Answer, Proxy, Request
from .test_faults import DENIED, HERE, SCP, instead, xml

BUCKETS = ("orders-eu-central-1", "orders-eu-west-1")
MANY = 20_000


def page(*names: str, more: str = "") -> bytes:
    """A page of databases."""
    made = "".join(
        f"<DBInstance><DBInstanceIdentifier>{name}</DBInstanceIdentifier><Engine>postgres</Engine>"
        f"<DBInstanceArn>arn:aws:rds:{HERE}:{ACCOUNT}:db:{name}</DBInstanceArn></DBInstance>"
        for name in names
    )
    marker = f"<Marker>{more}</Marker>" if more else ""
    result = f"<DescribeDBInstancesResult><DBInstances>{made}</DBInstances>{marker}</DescribeDBInstancesResult>"
    return f"<DescribeDBInstancesResponse>{result}</DescribeDBInstancesResponse>".encode()


def reason(folder: Path, kind: str = "aws_db_instance") -> str:
    """Why a kind was not listed here."""
    said = [each.why.reason for each in read(folder).unseen if (each.kind, each.region) == (kind, HERE)]
    return said[0] if said else ""


def test_f03_one_bucket_of_several_is_denied(aws: Proxy, tmp_path: Path) -> None:
    def rule(request: Request) -> Answer | None:
        is_it = request.operation == f"GET /{BUCKETS[0]}?replication"
        return Answer(403, b"<Error><Code>AccessDenied</Code><Message>no</Message></Error>") if is_it else None

    aws.rule = rule
    collected(tmp_path)
    result = read(tmp_path)
    replication = {each["bucket"]: each["replication"] for each in found(result, "aws_s3_bucket").values()}
    assert isinstance(replication.pop(BUCKETS[0]), Unknown)
    assert not any(isinstance(each, Unknown) for each in replication.values())
    (spot,) = [each for each in result.blind_spots if "GetReplicationConfiguration" in each.what]
    assert BUCKETS[0] in spot.reason
    assert BUCKETS[1] not in spot.reason


def test_f05_a_whole_service_is_denied_by_the_organization(aws: Proxy, tmp_path: Path) -> None:
    aws.rule = lambda request: Answer(403, xml("AccessDenied", SCP)) if request.scope[1] == "rds" else None
    collected(tmp_path)
    result = read(tmp_path)
    unseen = {each.kind for each in result.unseen if "service control policy" in each.why.reason}
    assert {"aws_db_instance", "aws_rds_cluster", "aws_db_snapshot", "aws_docdb_cluster"} <= unseen
    assert len(found(result, "aws_dynamodb_table")) == 2


def test_f07_the_token_expires_during_the_run(aws: Proxy, tmp_path: Path) -> None:
    counter = itertools.count()

    def rule(request: Request) -> Answer | None:
        if request.operation == "GetCallerIdentity" or next(counter) < 40:
            return None
        is_json = request.headers.get("X-Amz-Target")
        body = b'{"__type": "ExpiredTokenException"}' if is_json else xml("ExpiredToken")
        return Answer(403, body, "application/json" if is_json else "text/xml")

    aws.rule = rule
    began = datetime.now(UTC).replace(microsecond=0)
    first = collected(tmp_path)
    assert first.gaps
    result = read(tmp_path)
    assert result.whole
    assert any("expired" in each.reason for each in result.blind_spots)
    asked = len(aws.asked)
    assert asked < 80
    aws.rule = None
    second = collected(tmp_path, since=began)
    assert second.kept
    assert len(found(read(tmp_path), "aws_db_instance")) == 4


def test_f08_credentials_that_cannot_be_fetched(aws: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config"
    config.write_text("[default]\ncredential_process = false\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    outcome = drlint("collect", "-o", tmp_path / "inv")
    assert (outcome.code, aws.asked) == (2, [])
    assert "log in again" in outcome.err
    assert "Traceback" not in outcome.err


def test_f10_throttled_and_then_answered(aws: Proxy, tmp_path: Path) -> None:
    times = itertools.count()

    def rule(request: Request) -> Answer | None:
        is_it = request.operation == "DescribeDBInstances" and request.scope[0] == HERE
        return Answer(400, xml("Throttling")) if is_it and next(times) < 2 else None

    aws.rule = rule
    collected(tmp_path, (HERE,), attempts=5)
    assert len(found(read(tmp_path), "aws_db_instance")) == 2
    assert reason(tmp_path) == ""


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(200, page("orders")[:-60], cut=True), "the answer cannot be parsed"),
        (Answer(200, page("orders"), seconds=3), "read timeout"),
    ],
    ids=["F16 cut in the middle of the answer", "F17 no answer in time"],
)
def test_an_answer_that_does_not_end(aws: Proxy, tmp_path: Path, answer: Answer, said: str) -> None:
    aws.rule = instead("DescribeDBInstances", answer)
    collected(tmp_path, read_timeout=1)
    assert said in reason(tmp_path)
    assert [each[:12] for each in found(read(tmp_path), "aws_db_instance")] == ["eu-central-1"] * 2


def test_f16_a_region_is_down(aws: Proxy, tmp_path: Path) -> None:
    """Nothing of it is judged, nothing of it passes, and no policy about a copy there fails for it."""
    aws.rule = lambda request: Answer() if request.scope[0] == HERE and request.scope[1] != "sts" else None
    collected(tmp_path)
    result = read(tmp_path)
    assert {each.region for each in result.resources if each.kind == "aws_db_instance"} == {"eu-central-1"}
    assert result.regions == {"eu-central-1"}
    outcome = drlint("check", tmp_path, "-o", "json", "--select", "rds-cross-region-copy-exists", "--no-cache")
    assert outcome.report["findings"] == []
    assert len(outcome.report["unknowns"]) == 2
    assert outcome.code == 4


@pytest.mark.parametrize(
    ("name", "url", "said"),
    [
        ("AWS_ENDPOINT_URL_RDS", "http://127.0.0.1:1", "the endpoint cannot be reached"),
        ("AWS_ENDPOINT_URL_RDS", "https://127.0.0.1:{port}", "the connection is not trusted (TLS)"),
    ],
    ids=["F16, F27 nothing listens", "F18 no TLS"],
)
def test_an_endpoint_that_is_none(
    aws: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, url: str, said: str
) -> None:
    """Whether a service is not offered in a Region or is down there, botocore does not know: neither is fine."""
    monkeypatch.setenv(name, url.format(port=aws.port))
    collected(tmp_path)
    assert said in reason(tmp_path)
    result = read(tmp_path)
    assert found(result, "aws_db_instance") == {}
    assert len(found(result, "aws_dynamodb_table")) == 2


def test_f21_an_empty_page_with_a_token_is_not_the_end(aws: Proxy, tmp_path: Path) -> None:
    def rule(request: Request) -> Answer | None:
        if request.operation != "DescribeDBInstances" or request.scope[0] != HERE:
            return None
        return Answer(200, page("orders")) if b"Marker=more" in request.body else Answer(200, page(more="more"))

    aws.rule = rule
    collected(tmp_path, (HERE,))
    assert [each.rpartition(":")[2] for each in found(read(tmp_path), "aws_db_instance")] == ["orders"]


@pytest.mark.parametrize("is_listed", [True, False])
def test_f23_deleted_between_list_and_detail(aws: Proxy, tmp_path: Path, is_listed: bool) -> None:  # noqa: FBT001
    """What is listed no more is no resource and no gap; what is listed still and not found is unknown."""
    times = itertools.count()

    def rule(request: Request) -> Answer | None:
        if request.scope[0] != HERE:
            return None
        if request.operation == "ListTables":
            names = b'"carts", "gone"' if is_listed or next(times) == 0 else b'"carts"'
            return Answer(200, b'{"TableNames": [' + names + b"]}", "application/x-amz-json-1.0")
        if b"gone" in request.body:
            return Answer(400, b'{"__type": "com.amazonaws#ResourceNotFoundException"}', "application/x-amz-json-1.0")
        return None

    aws.rule = rule
    collected(tmp_path, (HERE,))
    result = read(tmp_path)
    tables = [each.rpartition("/")[2] for each in found(result, "aws_dynamodb_table")]
    assert tables == (["carts", "gone"] if is_listed else ["carts"]), result.blind_spots
    assert any("dynamodb:" in each.what for each in result.blind_spots) == is_listed


def test_f24_the_order_of_answers_changes_nothing(aws: Proxy, tmp_path: Path) -> None:
    for number, names in enumerate(itertools.permutations(("orders", "stock", "carts"))):
        aws.rule = instead("DescribeDBInstances", Answer(200, page(*names)))
        collected(tmp_path / str(number), (HERE,))
    listed = [list(found(read(each), "aws_db_instance")) for each in sorted(tmp_path.iterdir())]
    assert listed == [listed[0]] * 6


def test_f28_a_service_that_this_botocore_does_not_know(aws: Proxy, tmp_path: Path) -> None:  # noqa: ARG001
    catalog = load()
    unknown = structs.replace(
        catalog["aws_ecr_repository"], listed_by=Call(service="qldb", operation="ListLedgers", items="Ledgers")
    )
    missing = structs.replace(
        catalog["aws_sns_topic"], listed_by=Call(service="sns", operation="ListNoTopics", items="Topics")
    )
    kinds = {**catalog.kinds, "aws_ecr_repository": unknown, "aws_sns_topic": missing}
    collected(tmp_path, (HERE,), catalog=structs.replace(catalog, kinds=kinds))
    assert "does not know the service" in reason(tmp_path, "aws_ecr_repository")
    assert "does not know the operation" in reason(tmp_path, "aws_sns_topic")
    assert len(found(read(tmp_path), "aws_db_instance")) == 2


def test_f35_what_is_there_of_another_run_is_not_taken_for_this_one(aws: Proxy, tmp_path: Path) -> None:
    collected(tmp_path)
    other = tmp_path / "111122223333" / HERE
    other.mkdir(parents=True)
    (other / "rds.json.gz").write_bytes((tmp_path / ACCOUNT / HERE / "rds.json.gz").read_bytes())
    (tmp_path / ACCOUNT / "eu-central-1" / "rds.json.gz").write_bytes((other / "rds.json.gz").read_bytes())
    result = read(tmp_path)
    assert {each.account for each in result.resources} == {ACCOUNT}
    assert {each.region for each in result.resources if each.kind == "aws_db_instance"} == {HERE}
    assert any("of another account, Region or service" in each.reason for each in result.blind_spots)
    aws.rule = lambda request: Answer() if request.scope[1] == "rds" else None
    time.sleep(1.1)  # times are kept in seconds
    collected(tmp_path, (HERE,))
    assert found(read(tmp_path), "aws_db_instance") == {}


@pytest.mark.parametrize("status", ["", "<HealthCheckObservations/>"])
def test_f37_a_health_check_that_nobody_observed(aws: Proxy, tmp_path: Path, status: str) -> None:
    head = '<?xml version="1.0"?>'
    check = "<Id>a1</Id><CallerReference>x</CallerReference><HealthCheckVersion>1</HealthCheckVersion>"
    settings = "<HealthCheckConfig><Type>HTTPS</Type></HealthCheckConfig>"
    checks = (
        f"<HealthChecks><HealthCheck>{check}{settings}</HealthCheck></HealthChecks><IsTruncated>false</IsTruncated>"
    )
    listed = f"{head}<ListHealthChecksResponse>{checks}</ListHealthChecksResponse>".encode()

    def rule(request: Request) -> Answer | None:
        if request.operation.endswith("/healthcheck/a1/status"):
            return Answer(200, f"{head}<GetHealthCheckStatusResponse>{status}</GetHealthCheckStatusResponse>".encode())
        return Answer(200, listed) if request.path.partition("?")[0].endswith("/healthcheck") else None

    aws.rule = rule
    collected(tmp_path)
    assert len(found(read(tmp_path), "aws_route53_health_check")) == 1
    chosen = ("-o", "json", "--select", "health-check-succeeds-now", "--no-cache", "--show-passed")
    outcome = drlint("check", tmp_path, *chosen)
    assert outcome.report["findings"] == []
    assert outcome.report["passed"] == []
    assert outcome.code == 4


@pytest.mark.parametrize(
    ("when", "verdicts"),
    [("2026-11-25T20:00:00Z", ["pass"]), ("2026-11-20T00:00:00Z", ["fail"]), ("2031-01-01T00:00:00Z", ["unknown"])],
    ids=["fresh", "old", "F38 in the future"],
)
def test_a_recovery_point_counts_by_when_it_was_made(
    aws: Proxy, tmp_path: Path, when: str, verdicts: list[str]
) -> None:
    arn = f"arn:aws:rds:{HERE}:{ACCOUNT}:db:orders"
    point = f'{{"Results": [{{"ResourceArn": "{arn}", "ResourceType": "RDS", "LastBackupTime": "{when}"}}]}}'
    aws.rule = lambda request: (
        Answer(200, point.encode(), "application/json") if request.path.startswith("/resources") else None
    )
    collected(tmp_path / "inventory", (HERE,))
    (tmp_path / "objectives.yaml").write_text(
        "workloads:\n  - name: orders\n    tier: 1\n    owner: shop\n    objectives: {rto: 4h, rpo: 24h}\n"
        f"    resources: [{{arn: '{arn}'}}]\n"
    )
    chosen = ("-o", "json", "--select", "newest-backup-within-rpo", "--no-cache", "--show-passed")
    outcome = drlint("check", tmp_path / "inventory", tmp_path / "objectives.yaml", *chosen, "--as-of", "2026-11-26")
    told = {"pass": "passed", "fail": "findings", "unknown": "unknowns"}
    assert [word for word, name in told.items() if outcome.report[name]] == verdicts, outcome.report["blind_spots"]


def test_f39_a_very_large_account(aws: Proxy, tmp_path: Path) -> None:
    """20,000 snapshots, a thousand a page, take a call a page."""

    def rule(request: Request) -> Answer | None:
        if request.operation != "DescribeSnapshots":
            return None
        token = request.body.partition(b"NextToken=")[2].partition(b"&")[0] or b"0"
        first = int(token)
        some = "".join(
            f"<item><snapshotId>snap-{number:017x}</snapshotId><status>completed</status><encrypted>true</encrypted>"
            "</item>"
            for number in range(first, first + 1000)
        )
        more = f"<nextToken>{first + 1000}</nextToken>" if first + 1000 < MANY else ""
        return Answer(200, f"<R><snapshotSet>{some}</snapshotSet>{more}</R>".encode())

    aws.rule = rule
    collected(tmp_path, (HERE,))
    assert [each[2] for each in aws.asked].count("DescribeSnapshots") == MANY // 1000
    assert len(found(read(tmp_path), "aws_ebs_snapshot")) == MANY


def test_f40_hostile_names_reach_no_terminal_and_no_page(aws: Proxy, tmp_path: Path) -> None:
    evil = "x\x1b[2J|[a](http://evil.example)\u202e@org"
    hostile = page("orders").replace(
        b"</DBInstance>",
        f"<TagList><Tag><Key>owner</Key><Value>::error::{evil[5:]}&lt;script&gt;</Value></Tag></TagList></DBInstance>".encode(),
    )
    aws.rule = instead("DescribeDBInstances", Answer(200, hostile))
    collected(tmp_path, (HERE,))
    for form in ("text", "markdown", "github", "csv"):
        outcome = drlint("check", tmp_path, "-o", form, "--no-cache", "--select", "rds-instance-multi-az")
        assert outcome.code in {1, 4}
        assert "\x1b" not in outcome.out
        assert "\u202e" not in outcome.out
        assert not any(line.startswith("::error::|") for line in outcome.out.splitlines())
        if form == "markdown":
            assert "<script>" not in outcome.out
            assert "](http://evil" not in outcome.out
            assert "@org" not in outcome.out


def test_f41_what_a_proxy_asks_for_is_told_nowhere(aws: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_RDS", "https://rds.invalid")
    monkeypatch.setenv("HTTPS_PROXY", "http://me:hunter2@127.0.0.1:1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url.replace("http://", "http://me:hunter2@"))
    collected(tmp_path, (HERE,))
    outcome = drlint("check", tmp_path, "--no-cache", "-o", "json")
    assert "the proxy cannot be reached" in outcome.out
    assert "hunter2" not in outcome.out + outcome.err
    kept = [each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()]
    assert b"hunter2" not in b"".join(gzip.decompress(each) if each[:2] == b"\x1f\x8b" else each for each in kept)


def test_f42_an_address_in_awss_place_is_said(aws: Proxy, tmp_path: Path) -> None:
    outcome = drlint("audit", "--regions", HERE, "--inventory", tmp_path / "inv", "--no-history", "--no-cache")
    assert f"AWS_ENDPOINT_URL is set: {aws.url} answers in AWS's place" in outcome.err
    assert "answered in AWS's place" in outcome.out


def test_what_is_denied_names_the_action_and_no_key(aws: Proxy, tmp_path: Path) -> None:
    aws.rule = instead("DescribeDBInstances", Answer(403, xml("AccessDenied", DENIED)))
    outcome = drlint("collect", "-o", tmp_path, "--regions", HERE)
    assert "allow rds:DescribeDBInstances for the role that collects" in outcome.err
    assert os.environ["AWS_SECRET_ACCESS_KEY"] not in outcome.err.replace("AWS's", "")


def test_what_is_taken_where_it_can_be_read_is_missed_nowhere(aws: Proxy, tmp_path: Path) -> None:
    """Resilience Hub and fault injection are not in every Region: no blind spot, no hole in the coverage."""
    down = {"resiliencehub", "fis"}
    aws.rule = lambda request: Answer() if request.scope[1] in down else None
    collected(tmp_path / "down", (HERE,))
    aws.rule = lambda request: (
        Answer(200, b'{"appSummaries": [], "experiments": []}') if request.scope[1] in down else None
    )
    collected(tmp_path / "up", (HERE,))
    without, whole = read(tmp_path / "down"), read(tmp_path / "up")
    assert without.coverage is not None
    assert whole.coverage is not None
    assert [each.what for each in without.blind_spots] == [each.what for each in whole.blind_spots]
    assert without.coverage.wanted - without.coverage.seen == whole.coverage.wanted - whole.coverage.seen
    assert {"aws_fis_experiment", "aws_resiliencehub_app"} <= {each.kind for each in without.unseen}
    assert any("fis:ListExperiments was not answered in 1 place" in each for each in without.notes)
