"""Writes a plan JSON of any size: template.json, which Terraform made, with its services multiplied."""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TextIO

TEMPLATE = Path(__file__).parent / "template.json"
SEED = 20260
SERVICE, NEGLECTED = "svc-00001", "svc-00002"
ONE_NEGLECTED_IN = 45  # of a healthy estate's services: at most 2 % of its resources fail
INSTANCE_CLASSES = ("db.r6g.large", "db.r6g.xlarge", "db.r6g.2xlarge", "db.m6g.large")


class Service(NamedTuple):
    """One instance of the service module: its key and what tells it from the others."""

    key: str
    neglected: bool
    port: int
    version: str
    instance_class: str


class Text(NamedTuple):
    """A part of the plan: what stands once, and what stands once per service, healthy and neglected."""

    fixed: list[str]
    healthy: list[str]
    neglected: list[str]

    def of(self, service: Service) -> Iterator[str]:
        """What the part holds of one service."""
        for each in self.neglected if service.neglected else self.healthy:
            made = each.replace(NEGLECTED if service.neglected else SERVICE, service.key)
            made = made.replace("8080", str(service.port)).replace("4.1.0", service.version)
            yield made.replace(INSTANCE_CLASSES[0], service.instance_class)


def main() -> None:
    """Read the command line, write one plan."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--resources", type=int, required=True, metavar="N", help="about how many managed resources")
    parser.add_argument("--sick", action="store_true", help="every service breaks what it can")
    parser.add_argument("-o", "--output", default="-", metavar="FILE")
    given = parser.parse_args()
    if given.output == "-":
        write_plan(sys.stdout, given.resources, sick=given.sick)
        return
    with Path(given.output).open("w", encoding="utf-8") as file:
        write_plan(file, given.resources, sick=given.sick)


def write_plan(file: TextIO, resources: int, *, sick: bool) -> None:
    """Write a plan of about that many managed resources, part by part as Terraform orders them."""
    template: dict[str, Any] = json.loads(TEMPLATE.read_text(encoding="utf-8"))
    services = _services(template, resources, sick=sick)
    opening = "{"
    for name, value in template.items():
        file.write(f'{opening}"{name}":')
        opening = ","
        match name:
            case "variables":
                file.write(_dumped(_variables(value, services)))
            case "resource_changes":
                _write_list(file, _changes(value, services))
            case "relevant_attributes":
                _write_list(file, _repeated(_split(value, "resource"), services))
            case "planned_values":
                _write_values(file, value, services)
            case "prior_state":
                file.write(_dumped({key: inner for key, inner in value.items() if key != "values"})[:-1] + ',"values":')
                _write_values(file, value["values"], services)
                file.write("}")
            case _:
                file.write(_dumped(value))
    file.write("}\n")


def _services(template: dict[str, Any], resources: int, *, sick: bool) -> list[Service]:
    managed = [each["address"] for each in template["resource_changes"] if each["mode"] == "managed"]
    each_has = sum(SERVICE in address for address in managed)
    platform = sum(SERVICE not in address and NEGLECTED not in address for address in managed)
    chance = random.Random(SEED)
    return [
        Service(
            key=f"svc-{number + 10000:05}",
            neglected=sick or number % ONE_NEGLECTED_IN == ONE_NEGLECTED_IN - 1,
            port=chance.randrange(8000, 9000),
            version=f"{chance.randrange(1, 9)}.{chance.randrange(30)}.{chance.randrange(10)}",
            instance_class=chance.choice(INSTANCE_CLASSES),
        )
        for number in range(max(1, round((resources - platform) / each_has)))
    ]


def _variables(value: dict[str, Any], services: Iterable[Service]) -> dict[str, Any]:
    both: dict[str, dict[str, Any]] = {"services": {}, "neglected": {}}
    for each in services:
        both["neglected" if each.neglected else "services"][each.key] = {"port": each.port}
    return {**value, **{name: {"value": services} for name, services in both.items()}}


def _changes(changes: Sequence[dict[str, Any]], services: Sequence[Service]) -> Iterator[str]:
    """The root and the modules in it, then the modules in those."""
    for nested in (False, True):
        part = [each for each in changes if (".module." in each.get("module_address", "")) is nested]
        yield from _repeated(_split(part, "address"), services)


def _repeated(text: Text, services: Iterable[Service]) -> Iterator[str]:
    yield from text.fixed
    for each in services:
        yield from text.of(each)


def _write_values(file: TextIO, values: dict[str, Any], services: Sequence[Service]) -> None:
    root = dict(values["root_module"])
    text = _split(root.pop("child_modules"), "address")
    file.write('{"root_module":' + (_dumped(root)[:-1] + "," if root else "{") + '"child_modules":')
    _write_list(file, _repeated(text, services))
    file.write("}}")


def _split(entries: Iterable[dict[str, Any]], name: str) -> Text:
    """The entries as JSON, by whether their address stands in a service."""
    found = Text([], [], [])
    for each in entries:
        address = each[name]
        part = found.healthy if SERVICE in address else found.neglected if NEGLECTED in address else found.fixed
        part.append(_dumped(each))
    return found


def _write_list(file: TextIO, entries: Iterator[str]) -> None:
    file.write("[" + next(entries, ""))
    file.writelines("," + each for each in entries)
    file.write("]")


def _dumped(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


if __name__ == "__main__":
    main()
