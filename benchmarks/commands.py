#!/usr/bin/env python3
"""Measures what the index of the AWS CLI adds to a run, and what holding commands against it costs."""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

SERVICES = ("rds", "route53", "autoscaling", "ecs", "dynamodb")
LARGE = ("ec2", "rds", "ssm", "s3api", "cloudformation")
LINES = (
    "rds failover-global-cluster --global-cluster-identifier {0} --target-db-cluster-identifier {0} --allow-data-loss",
    "rds describe-db-clusters --db-cluster-identifier {0} --query 'DBClusters[0].Status' --output text",
    "rds describe-db-instances --query \"DBInstances[?DBInstanceIdentifier=='{0}'].[DBInstanceStatus,MultiAZ]\"",
    "rds create-db-cluster --db-cluster-identifier {0} --replication-source-identifier arn:{0} --region us-east-1",
    "rds wait db-cluster-available --db-cluster-identifier {0}",
    "route53 change-resource-record-sets --hosted-zone-id {0} --change-batch file://{0}.json",
    "route53 change-resource-record-sets --hosted-zone-id {0} --change-batch "
    + shlex.quote('{{"Changes":[{{"Action":"UPSERT","ResourceRecordSet":{{"Name":"{0}","Type":"A","TTL":60}}}}]}}'),
    "autoscaling update-auto-scaling-group --auto-scaling-group-name {0} --min-size 4 --desired-capacity 8",
    "ecs update-service --cluster {0} --service web --desired-count 8 --force-new-deployment",
    "dynamodb update-table --table-name {0} --replica-updates Create={{RegionName=eu-central-1}}",
    "ec2 describe-instances --filters Name=tag:Name,Values={0} Name=instance-state-name,Values=running,stopped",
    "s3 sync s3://{0} s3://{0}-standby --delete --only-show-errors",
)
START = "from drlint.readers.awscli.index import packaged; index = packaged()"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--commands", type=int, default=5_000)
    parser.add_argument("--runs", type=int, default=7, help="the median counts")
    given = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}\n")
    print("| what | CPU (from – to) | figure | goal |\n|---|---|---|---|")
    for name, services in (("five services", SERVICES), ("the five largest", LARGE)):
        found = sorted(_loading(services) for _ in range(given.runs))
        _row(f"the index with {name}, in a process of its own", found, 1_000, "ms", "under 50 ms")
    checked = sorted(_checking(given.commands) for _ in range(given.runs))
    each = statistics.median(checked) / given.commands * 1_000_000
    _row(f"{given.commands:,} commands, services loaded", checked, 1_000, "ms", "under 1 s", f"{each:.0f} µs each")


def _row(what: str, found: list[float], factor: float, unit: str, goal: str, figure: str = "") -> None:
    low, middle, high = (each * factor for each in (found[0], statistics.median(found), found[-1]))
    print(f"| {what} | {middle:.1f} {unit} ({low:.1f} – {high:.1f}) | {figure} | {goal} |")


def _loading(services: tuple[str, ...]) -> float:
    """What importing, reading and decoding costs; one operation of each service is decoded, too."""
    script = f"import time; start = time.process_time(); {START}\nfor name in {services!r}:\n"
    script += "    service = index.service(name); service.operation(service.operations[0])\n"
    script += "print(time.process_time() - start)"
    imported = "import msgspec, drlint.model.procedure\n"  # which every run has
    done = subprocess.run([sys.executable, "-c", imported + script], check=True, capture_output=True, text=True)
    return float(done.stdout)


def _checking(count: int) -> float:
    call_of = _ready()
    commands = [_words(LINES[number % len(LINES)].format(f"orders-{number // 10}")) for number in range(count)]
    for each in commands[: len(LINES)]:
        call_of(each)
    start = time.process_time()
    for each in commands:
        call_of(each)
    return time.process_time() - start


def _ready() -> Callable[[list[object]], object]:
    from drlint.model.resource import Location  # noqa: PLC0415 - the other measurement is of importing
    from drlint.readers.awscli.calls import call_of  # noqa: PLC0415

    place = Location("runbook.yaml", 1)
    return lambda words: call_of(words, place)  # type: ignore[arg-type]


def _words(line: str) -> list[object]:
    from drlint.model.procedure import Word  # noqa: PLC0415 - as above
    from drlint.model.resource import Location  # noqa: PLC0415

    place = Location("runbook.yaml", 1)
    return [Word(raw=each, text=each, location=place) for each in shlex.split(line)]


if __name__ == "__main__":
    main()
