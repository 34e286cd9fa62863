"""Which Region a command goes to, what its words name, which Region is lost, and what waits for what."""

from __future__ import annotations

import pytest

from drlint.model.values import Unknown
from drlint.recovery.awaiting import unawaited_in
from drlint.recovery.identifiers import is_placeholder, named_in
from drlint.recovery.lost_region import lost_region_of
from drlint.recovery.objectives import Objectives
from drlint.recovery.procedures import region_of, says_region
from tests.recovery.quayside import ARCHITECTURE, FAILOVER, MENDED_FAILBACK
from tests.recovery.reading import calls_in, runbook_of, runbook_with, world

SCALE = "aws autoscaling set-desired-capacity --auto-scaling-group-name quay-west --desired-capacity 2"


@pytest.mark.parametrize(
    ("command", "region"),
    [
        (f"{SCALE} --region us-west-2", "us-west-2"),
        (f"aws --region us-west-2 {SCALE[4:]}", "us-west-2"),
        (f"AWS_REGION=us-west-2 {SCALE}", "us-west-2"),
        (f"AWS_REGION=us-west-2 AWS_DEFAULT_REGION=us-east-1 {SCALE}", "us-west-2"),
        (f"export AWS_DEFAULT_REGION=eu-west-1; {SCALE}", "eu-west-1"),
        (f"AWS_REGION=us-west-2 {SCALE} --region us-gov-west-1", "us-gov-west-1"),
        (f"REGION=us-west-2; {SCALE} --region $REGION", "us-west-2"),
        (SCALE, None),
        ("aws route53 list-hosted-zones", None),
        ("aws s3 ls", None),
    ],
)
def test_where_a_command_goes(command: str, region: str | None) -> None:
    (asked,) = calls_in(world("", runbook_with(command)))
    assert region_of(asked) == region


@pytest.mark.parametrize(
    "command",
    [
        f"{SCALE} --region $DR_REGION",
        f"{SCALE} --region <recovery-region>",
        f"{SCALE} --region the-other-one",
        f"AWS_REGION=$(./region.sh) {SCALE}",
        f"{SCALE} --profile dr",
        f"AWS_PROFILE=dr {SCALE}",
    ],
)
def test_where_a_command_goes_may_not_be_known(command: str) -> None:
    assert isinstance(region_of(calls_in(world("", runbook_with(command)))[-1]), Unknown)


def test_a_step_says_its_region() -> None:
    said = runbook_with(SCALE).replace("    action: Do it", "    action: Do it\n    region: us-west-2")
    (asked,) = calls_in(world("", said))
    assert region_of(asked) == "us-west-2"


def test_a_runbook_may_say_the_region_once() -> None:
    assert says_region(runbook_of(world("", runbook_with(SCALE, more="prerequisites: [AWS_REGION is us-west-2]\n"))))
    assert not says_region(runbook_of(world("", runbook_with(SCALE, more="prerequisites: [A laptop]\n"))))


@pytest.mark.parametrize(
    ("identifier", "address"),
    [
        ("berths-primary", "aws_rds_cluster.primary"),
        ("arn:aws:rds:us-west-2:111122223333:cluster:berths-secondary", "aws_rds_cluster.secondary"),
    ],
)
def test_what_an_identifier_names(identifier: str, address: str) -> None:
    command = f"aws rds describe-db-clusters --db-cluster-identifier {identifier}"
    estate = world(ARCHITECTURE, runbook_with(command))
    (named,) = named_in(calls_in(estate)[0], estate)
    assert named.one is not None
    assert named.one.address.path == address


def test_an_arn_of_another_region_names_nothing_here() -> None:
    arn = "arn:aws:rds:eu-west-1:111122223333:cluster:berths-secondary"
    estate = world(ARCHITECTURE, runbook_with(f"aws rds describe-db-clusters --db-cluster-identifier {arn}"))
    (named,) = named_in(calls_in(estate)[0], estate)
    assert not named.found.items


@pytest.mark.parametrize("text", ["$CLUSTER", "<cluster>", "your-cluster", "{{cluster}}", "my-cluster", "i-xxxxxxxx"])
def test_what_the_reader_has_to_fill_in_names_nothing(text: str) -> None:
    estate = world(ARCHITECTURE, runbook_with(f"aws rds describe-db-clusters --db-cluster-identifier {text}"))
    assert named_in(calls_in(estate)[0], estate) == ()


def test_names_are_no_placeholders() -> None:
    for text in ("orders", "prod-mysql", "theatre-db", "maya-1", "xx-orders"):
        assert not is_placeholder(text)


def lost(source: str, *documents: str, given: str | None = None) -> str | Unknown:
    estate = world(source, *documents)
    return lost_region_of(runbook_of(estate), estate, Objectives(lost_region=given)).region


WORKLOAD = "workload:\n  name: quay\n  primary_region: eu-west-1\n"


def test_which_region_is_lost() -> None:
    own = FAILOVER.replace('version: "2.0"', 'version: "2.0"\n  lost_region: ap-south-1')
    assert lost(ARCHITECTURE, own, WORKLOAD, given="eu-north-1") == "ap-south-1"
    assert lost(ARCHITECTURE, FAILOVER, WORKLOAD, given="eu-north-1") == "eu-west-1"
    assert lost(ARCHITECTURE, FAILOVER, given="eu-north-1") == "eu-north-1"
    assert lost(ARCHITECTURE, FAILOVER) == "us-east-1"
    assert lost("", FAILOVER) == "us-east-1"  # its steps look at it, and change things elsewhere
    assert isinstance(lost("", MENDED_FAILBACK), Unknown)


def test_what_the_runbook_names_counts_before_the_rest_of_the_estate() -> None:
    other = """
resource "aws_db_instance" "stock" {
  provider   = aws.secondary
  identifier = "stock"
}
resource "aws_db_instance" "copy" {
  provider            = aws.primary
  identifier          = "stock-copy"
  replicate_source_db = aws_db_instance.stock.arn
}
"""
    promote = "aws rds promote-read-replica --db-instance-identifier stock-copy --region us-east-1"
    assert lost(ARCHITECTURE + other, runbook_with(promote)) == "us-west-2"
    assert lost(ARCHITECTURE + other, FAILOVER) == "us-east-1"
    assert isinstance(lost(ARCHITECTURE + other, runbook_with("aws rds describe-db-instances")), Unknown)


def test_a_region_in_which_alone_things_are_changed_is_hardly_the_lost_one() -> None:
    assert isinstance(lost(ARCHITECTURE, runbook_with(f"{SCALE} --region us-east-1")), Unknown)


PROMOTE = "aws rds promote-read-replica --db-instance-identifier orders"
REBOOT = "aws rds reboot-db-instance --db-instance-identifier orders"

SNAPSHOT = "aws rds create-db-snapshot --db-instance-identifier orders --db-snapshot-identifier before"
RESTORE = "aws rds restore-db-instance-from-db-snapshot --db-instance-identifier new --db-snapshot-identifier before"


@pytest.mark.parametrize(
    ("commands", "waits"),
    [
        ((PROMOTE, REBOOT), False),
        ((PROMOTE, "aws rds wait db-instance-available --db-instance-identifier orders", REBOOT), True),
        ((f"{PROMOTE} && sleep 600", REBOOT), True),
        ((PROMOTE, "until ./is-up.sh; do sleep 5; done", REBOOT), True),
        ((PROMOTE, "echo done", REBOOT), False),
        ((PROMOTE, "aws rds describe-db-instances --db-instance-identifier orders", REBOOT), True),
        ((PROMOTE, REBOOT.replace("orders", "others")), True),
        ((SCALE, SCALE.replace("2", "4")), True),
        ((SNAPSHOT, RESTORE), False),
        ((SNAPSHOT, "aws rds wait db-snapshot-available --db-snapshot-identifier before", RESTORE), True),
    ],
)
def test_what_waits(commands: tuple[str, ...], *, waits: bool) -> None:
    estate = world("", runbook_with(*commands))
    assert (list(unawaited_in(runbook_of(estate), estate)) == []) is waits


SHARED = """
resource "aws_lambda_function" "resize" {
  function_name = "resize"
  role          = "r"
}
resource "aws_secretsmanager_secret" "key" { name = "quay/key" }
"""


@pytest.mark.parametrize(
    "command",
    [
        "aws rds describe-db-clusters --db-cluster-identifier Berths-Primary",
        "aws lambda invoke --function-name resize:live out.json",
        "aws lambda invoke --function-name arn:aws:lambda:us-east-1:111122223333:function:resize:7 out.json",
        "aws secretsmanager describe-secret --secret-id arn:aws:secretsmanager:us-east-1:1:secret:quay/key-AbC123",
    ],
)
def test_a_name_is_known_however_aws_takes_it(command: str) -> None:
    estate = world(ARCHITECTURE + SHARED, runbook_with(command))
    (named,) = named_in(calls_in(estate)[0], estate)
    assert len(named.found.items) == 1
