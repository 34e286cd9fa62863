"""Commands that are wrong, and what is said of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lines import problems

from drlint.model.procedure import Fault

TEXT = Path(__file__).with_name("faulty_commands.txt").read_text(encoding="utf-8")
FAULTY = [
    (line, Fault(fault), message)
    for line, fault, message in re.findall(r"^(aws.*)\n    ([a-z]+): (.*)$", TEXT, flags=re.MULTILINE)
]


@pytest.mark.parametrize(("line", "fault", "message"), FAULTY, ids=[line for line, *_ in FAULTY])
def test_a_command_that_is_wrong(line: str, fault: Fault, message: str) -> None:
    assert (fault, message) in problems(line)


def test_there_are_many() -> None:
    assert len(FAULTY) > 60
    assert {fault for _, fault, _ in FAULTY} == set(Fault) - {Fault.SYNTAX}


@pytest.mark.parametrize("line", [line for line, *_ in FAULTY])
def test_one_cause_is_told_once(line: str) -> None:
    assert len(problems(line)) <= 2


def test_a_variable_is_a_value_but_hides_no_missing_flag() -> None:
    line = "aws rds create-db-cluster --db-cluster-identifier $NAME --replication-source-identifier $ARN"
    assert problems(line) == [(Fault.REQUIRED, "aws rds create-db-cluster needs --engine")]


def test_words_that_may_be_flags_hide_missing_ones_alone() -> None:
    line = "aws rds create-db-cluster --engine aurora-mysql --storage-typ io1 $FLAGS"
    assert [fault for fault, _ in problems(line)] == [Fault.ABBREVIATED]


def test_a_mistyped_flag_is_not_missed_as_well() -> None:
    line = "aws rds create-db-cluster --db-cluster-identifier a --enginee aurora-mysql"
    assert problems(line) == [
        (Fault.FLAG, "aws rds create-db-cluster has no flag --enginee; did you mean '--engine'?"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "aws rds modify-db-cluster --db-cluster-identifier a --master-user-password hunter2 hunter2",
        "aws secretsmanager put-secret-value --secret-id a --secret-string hunter2 hunter2",
        "aws cognito-idp admin-set-user-password --user-pool-id a --username b --password hunter2 --permanent hunter2",
        "aws ssm put-parameter --name a --value hunter2 --type hunter2",
        "aws cognito-idp initiate-auth --client-id a --auth-flow USER_PASSWORD_AUTH --auth-parameters hunter2",
    ],
)
def test_a_secret_is_not_repeated(line: str) -> None:
    found = [message for _, message in problems(line)]
    assert found
    assert all("hunter2" not in message for message in found if "--type" not in message)
