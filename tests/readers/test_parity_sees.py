"""The comparison of source and plan sees what differs, and lets unknowns be."""

from __future__ import annotations

import msgspec
import pytest
from parity import contradictions
from recorded import FILES, Recorded, examples

TARGET = '"aws_db_instance.orders.arn","aws_db_instance.orders"'
REPLICA = ("rds-cross-region-copy-exists", 2)
EVENTS = ("backup-failure-notifications", 1)
ZONES = ("rds-instance-multi-az", 1)


def recorded(policy: str, position: int) -> Recorded:
    file = next(each for each in FILES if each.id == policy)
    return next(each for each in examples(file) if each.completed.position == position)


def seen(example: tuple[str, int], old: str, new: str) -> list[str]:
    """What contradicts an example's source where its plan has `new` instead of `old`."""
    found = recorded(*example)
    assert found.plan is not None
    assert old.encode() in found.plan
    changed = msgspec.structs.replace(found, plan=found.plan.replace(old.encode(), new.encode()))
    return list(contradictions(*changed.sides()))


@pytest.mark.parametrize(
    ("example", "old", "new", "said"),
    [
        (ZONES, '"multi_az":true', '"multi_az":false', "aws_db_instance.orders.multi_az: True in the source, False in"),
        (ZONES, '"multi_az":true', '"multi_az":false', "rds-instance-multi-az on aws_db_instance.orders: pass in the"),
        (ZONES, '"multi_az":true', '"multi_az":null', "aws_db_instance.orders.multi_az: True in the source, False in"),
        (ZONES, '"engine":"postgres"', '"engine":"mysql"', "engine: 'postgres' in the source, 'mysql' in the plan"),
        (ZONES, "aws_db_instance.orders", "aws_db_instance.bills", "aws_db_instance.orders is only in the source"),
        (ZONES, "aws_db_instance.orders", "aws_db_instance.bills", "aws_db_instance.bills is only in the plan"),
        (REPLICA, '"eu-central-1"', '"eu-west-3"', "Region eu-central-1 in the source, eu-west-3 in the plan"),
        (REPLICA, TARGET, '"aws_db_instance.recovery.arn"', "aws_db_instance.recovery.arn in the plan"),
        (REPLICA, TARGET, '"aws_db_instance.recovery.arn"', "aws_db_instance.orders: the plan has no such link"),
        (REPLICA, TARGET, '"aws_db_instance.recovery.arn"', "aws_db_instance.recovery: the source has no such link"),
        (
            EVENTS,
            '["BACKUP_JOB_COMPLETED","COPY_JOB_FAILED"]',
            '["COPY_JOB_FAILED"]',
            "events: 2 elements in the source, 1 in the plan",
        ),
        (
            ("asg-multi-az", 1),
            '"aws_subnet.a.id","aws_subnet.a","aws_subnet.b.id","aws_subnet.b"',
            '"aws_subnet.a.id","aws_subnet.a"',
            "aws_autoscaling_group.web subnets_in aws_subnet.b: the plan has no such link",
        ),
    ],
)
def test_what_differs_is_seen(example: tuple[str, int], old: str, new: str, said: str) -> None:
    assert said in "\n".join(seen(example, old, new))


def test_what_is_unknown_is_let_be() -> None:
    found = recorded(*ZONES)
    assert found.plan is not None
    plan = found.plan.replace(b'"multi_az":true,', b"").replace(
        b'"after_unknown":{', b'"after_unknown":{"multi_az":true,'
    )
    assert plan != found.plan
    assert list(contradictions(*msgspec.structs.replace(found, plan=plan).sides())) == []


def test_what_means_the_same_is_let_be() -> None:
    assert seen(ZONES, '"multi_az":true,', '"multi_az":true,"tags_all":{},') == []
    events = '["BACKUP_JOB_COMPLETED","COPY_JOB_FAILED"]', '["COPY_JOB_FAILED","BACKUP_JOB_COMPLETED"]'
    assert seen(EVENTS, *events) == [], "a set has no order"
