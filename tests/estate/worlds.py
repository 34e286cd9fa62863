"""Estates for tests, said in Terraform, in states, or as a body."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from drlint.catalog.registry import Catalog, load
from drlint.estate.estate import Estate
from drlint.estate.join import join
from drlint.model.resource import Location, Resource, View
from drlint.model.values import Address
from drlint.readers.hcl.reader import read_source
from drlint.readers.plan.reader import read_plan
from drlint.readers.projection import project

HERE = 'provider "aws" { region = "eu-central-1" }\n'
THERE = 'provider "aws" {\n alias = "there"\n region = "eu-west-1"\n}\n'
BUCKET = 'resource "aws_s3_bucket" "b" { bucket = "orders" }\n'


@cache
def catalog() -> Catalog:
    return load()


def source(text: str, root: str = ".") -> tuple[Resource, ...]:
    found = read_source(HERE + THERE + text, uri="main.tf", root=root, catalog=catalog())
    assert not found.blind_spots
    return found.resources


def estate_of(text: str, **options: Any) -> Estate:
    return join(source(text), catalog(), **{"world": "closed", **options})


def state(*resources: tuple[str, dict[str, Any]]) -> tuple[Resource, ...]:
    """What a state observed, by address."""
    held = [
        {"address": address, "mode": "managed", "type": address.split(".")[-2], "name": "it", "values": values}
        for address, values in resources
    ]
    document = {"format_version": "1.0", "terraform_version": "1.9.8", "values": {"root_module": {"resources": held}}}
    return read_plan(json.dumps(document).encode(), uri="state.json", root=".", catalog=catalog()).resources


def at(estate: Estate, path: str, root: str = ".") -> Resource:
    found = estate.at(Address(root, path))
    assert found is not None, path
    return found


def links(estate: Estate, path: str, relation: str) -> dict[str, bool]:
    return {each.address.path: sure for each, sure in estate.links(at(estate, path), relation).items}


def unseen(estate: Estate, path: str, relation: str) -> str | None:
    found = estate.links(at(estate, path), relation).unseen
    return None if found is None else found.reason


def versioning(owner: str, status: str = "Enabled", name: str = "v") -> str:
    return f"""
resource "aws_s3_bucket_versioning" "{name}" {{
  bucket = {owner}
  versioning_configuration {{
    status = "{status}"
  }}
}}
"""


def made(kind: str, name: str, body: dict[str, Any], region: Any = "eu-central-1", **more: Any) -> Resource:
    attributes, where, defaulted = project(catalog()[kind], body, region)
    view = View(attributes=attributes, location=Location("plan.json"), where=where, defaulted=defaulted)
    return Resource(address=Address(".", f"{kind}.{name}"), kind=kind, region=region, declared=view, **more)
