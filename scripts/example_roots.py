"""Makes a root of many examples, one module each, and has Terraform plan it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from hcl_completion import Edit, blocks_of, edited
from terraform_setup import offline_environment, run_terraform, stop

VERSION = "5.100.0"
UNKNOWN = "jsondecode(terraform_data.unknown.id)"
DEFAULT_REGION = "eu-west-1"
PLAN = ["plan", "-input=false", "-no-color", "-refresh=false", "-lock=false", "-json", "-out=tfplan"]
_VARIABLE = re.compile(r"\bvar\.\w+")
_FAKES = """
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
"""


class Candidate(NamedTuple):
    """An example to be planned: its policy, its position in there (from 1), and its completed text."""

    policy: str
    position: int
    text: str

    @property
    def key(self) -> str:
        return f"{self.policy}-{self.position}"


class Planned(NamedTuple):
    """What came of a root: Terraform's plan of what it took, and by example what it refused and why."""

    plan: Mapping[str, Any]
    refused: Mapping[str, str]


def providers_of(text: str) -> tuple[str, ...]:
    """The insides of a text's provider blocks, which examples in one root share; the default one first."""
    data = text.encode()
    found = [each for each in blocks_of(text) if each.words[:2] == ("provider", "aws")]
    insides = (data[slice(*each.inside)].decode().strip() for each in found)
    return tuple(sorted(insides, key=lambda inside: ("alias" in inside, inside)))


def planned(providers: tuple[str, ...], candidates: Sequence[Candidate], workplace: Path) -> Planned:
    """Plan examples of these providers in one root, leaving out those that Terraform refuses."""
    environment = offline_environment(workplace) | {"AWS_REGION": DEFAULT_REGION}
    root = workplace / "root"
    for each in candidates:
        folder = root / each.key
        folder.mkdir(parents=True)
        _write_module(folder, each.text)
    taken = {each.key: each for each in candidates}
    refused: dict[str, str] = {}
    while taken:
        (root / "main.tf").write_text(_root(providers, taken.values()), encoding="utf-8")
        run_terraform(["init", "-input=false", "-no-color", "-backend=false"], root, environment, accepted=(0, 1))
        said = run_terraform(PLAN, root, environment, accepted=(0, 1))
        wrong = _refusals(said)
        if not wrong:
            return Planned(json.loads(run_terraform(["show", "-json", "tfplan"], root, environment)), refused)
        if not wrong.keys() & taken.keys():
            stop(f"Terraform refuses the root itself: {wrong}")
        refused |= wrong
        taken = {key: each for key, each in taken.items() if key not in wrong}
    return Planned({}, refused)


def _write_module(folder: Path, text: str) -> None:
    """An example without its provider blocks, which a module gets from its root."""
    blocks = blocks_of(text)
    edits = [Edit(*each.whole, "") for each in blocks if each.words[0] == "provider"]
    (folder / "main.tf").write_text(edited(text, edits), encoding="utf-8")
    aliases = _aliases(providers_of(text))
    listed = f", configuration_aliases = [{', '.join(f'aws.{each}' for each in aliases)}]" if aliases else ""
    required = f'aws = {{ source = "hashicorp/aws"{listed} }}'
    (folder / "versions.tf").write_text(
        f"terraform {{\n  required_providers {{\n    {required}\n  }}\n}}\n", encoding="utf-8"
    )


def _root(providers: tuple[str, ...], candidates: Iterable[Candidate]) -> str:
    """The root module: its providers, something unknown, and the examples."""
    required = f'aws = {{ source = "hashicorp/aws", version = "{VERSION}" }}'
    parts = [
        f"terraform {{\n  required_providers {{\n    {required}\n  }}\n}}",
        'resource "terraform_data" "unknown" {}',
    ]
    for inside in providers or ("",):
        known = _VARIABLE.sub(UNKNOWN, inside)
        parts.append(f'provider "aws" {{\n  {known}\n{_FAKES}}}')
    handed = "".join(f"    aws.{alias} = aws.{alias}\n" for alias in _aliases(providers))
    for each in candidates:
        unset = [block.words[1] for block in blocks_of(each.text) if _is_unset(block)]
        fed = "".join(f"  {name} = {UNKNOWN}\n" for name in unset)
        parts.append(
            f'module "{each.key}" {{\n  source = "./{each.key}"\n  providers = {{\n    aws = aws\n{handed}  }}\n{fed}}}'
        )
    return "\n".join(parts) + "\n"


def _is_unset(block: Any) -> bool:
    return bool(block.words[0] == "variable" and "default" not in block.attributes)


def _aliases(providers: Iterable[str]) -> list[str]:
    found = [re.search(r'\balias\s*=\s*"(\w+)"', inside) for inside in providers]
    return [each[1] for each in found if each is not None]


def _refusals(said: str) -> dict[str, str]:
    """The errors in Terraform's words by the module in which they stand."""
    found: dict[str, str] = {}
    for line in said.splitlines():
        event = json.loads(line)
        diagnostic = event.get("diagnostic", {})
        if diagnostic.get("severity") != "error":
            continue
        file = diagnostic.get("range", {}).get("filename", "")
        address = re.match(r"module\.([\w-]+)", diagnostic.get("address", ""))
        key = address[1] if address else file.partition("/")[0]
        detail = " ".join(diagnostic.get("detail", "").split())
        where = diagnostic.get("address", "").partition(".")[2].partition(".")[2] or file
        found.setdefault(key, f"{diagnostic['summary']}: {detail} ({where})")
    return found
