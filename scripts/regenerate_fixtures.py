"""Make the plan JSON of every estate, larger configuration and plan fixture again with the real Terraform."""

from __future__ import annotations

import argparse
import json
import logging
import re
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from terraform_setup import offline_environment, provider_mirror, run_terraform, stop, terraform_program

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = Path(__file__).parent.parent / "fixtures"
# Each folder in these is planned as it is, into its own plan.json.
WHOLE = (FIXTURES / "estates", FIXTURES / "modules")
PLANS = FIXTURES / "plans"
SOURCES = PLANS / "src"
COMMON = SOURCES / "common"
# Shared by all plans; and written by hand, for a version of the provider that we have not run.
NOT_MADE = {"common", "provider-v6-region"}
AT_ONCE = 2
SCHEMA = FIXTURES / "provider-schema" / "aws-5.100.json"
ACCOUNT = "111122223333"
PLAN = ["plan", "-input=false", "-no-color", "-refresh=false", "-lock=false", "-out=tfplan"]
# `terraform plan` exits 1 where a condition fails, and still writes the plan.
EXIT_CODES = {"errored": (1,)}
NAME_ATTRIBUTES = ("identifier", "cluster_identifier", "bucket", "function_name", "family", "name", "id")
# What AWS answers where the code is silent.
INVENTED = {"recovery_period_in_days": 35}
# How the ARN of a type ends; {r} is the Region, {a} the account and {n} the name.
ARNS = {
    "aws_backup_plan": "backup:{r}:{a}:backup-plan:{n}",
    "aws_backup_vault": "backup:{r}:{a}:backup-vault:{n}",
    "aws_db_instance": "rds:{r}:{a}:db:{n}",
    "aws_dynamodb_table": "dynamodb:{r}:{a}:table/{n}",
    "aws_iam_role": "iam::{a}:role/{n}",
    "aws_kms_key": "kms:{r}:{a}:key/{n}",
    "aws_kms_replica_key": "kms:{r}:{a}:key/{n}",
    "aws_rds_cluster": "rds:{r}:{a}:cluster:{n}",
    "aws_s3_bucket": "s3:::{n}",
    "aws_sns_topic": "sns:{r}:{a}:{n}",
}


@dataclass
class PriorState:
    """A state in which everything that `plan` would create exists already."""

    plan: dict[str, Any]
    values: dict[str, dict[str, Any]] = field(default_factory=dict)

    def blocks(self) -> dict[str, dict[str, Any]]:
        """Map the address of each resource block, without indexes, to its configuration."""
        found: dict[str, dict[str, Any]] = {}

        def visit(module: dict[str, Any], prefix: str) -> None:
            for block in module.get("resources", []):
                found[prefix + block["address"]] = block
            for name, call in module.get("module_calls", {}).items():
                visit(call["module"], f"{prefix}module.{name}.")

        visit(self.plan["configuration"]["root_module"], "")
        return found

    def region(self, provider_key: str) -> str:
        """Return the Region of a provider whose Region is a constant."""
        provider = self.plan["configuration"]["provider_config"][provider_key]
        return str(provider["expressions"]["region"]["constant_value"])

    def identity(self, change: dict[str, Any], region: str) -> dict[str, Any]:
        """Invent the id and the ARN that AWS would have given."""
        after = change["change"]["after"]
        named = (after.get(key) for key in NAME_ATTRIBUTES)
        name = next((value for value in named if isinstance(value, str)), None) or f"{change['name']}-0001"
        ending = ARNS.get(change["type"], "{n}:{r}:{a}").format(r=region, a=ACCOUNT, n=name)
        return {"id": name, "arn": f"arn:aws:{ending}", "key_id": name, "region": region}

    def filled(self, value: Any, unknown: Any, expression: Any, default: Any = None) -> Any:
        """Put what the references say in place of what is not known yet."""
        if unknown is True:
            references = (expression or {}).get("references", []) if isinstance(expression, dict) else []
            resource, _, attribute = (references or ["."])[0].rpartition(".")
            return self.values.get(resource, {}).get(attribute, default)
        if isinstance(unknown, dict) and isinstance(value, dict):
            inner = expression if isinstance(expression, dict) else {}
            return value | {
                key: self.filled(value.get(key), mark, inner.get(key), INVENTED.get(key))
                for key, mark in unknown.items()
            }
        if isinstance(unknown, list) and isinstance(value, list):
            parts = expression if isinstance(expression, list) else [expression] * len(value)
            return [self.filled(v, u, e) for v, u, e in zip(value, unknown, parts, strict=False)]
        return value

    def attributes(self, change: dict[str, Any], expressions: dict[str, Any]) -> dict[str, Any]:
        """Return the attributes of one resource, with what was not known filled in."""
        known = self.values[change["address"]]
        filled = dict(known)
        for key, mark in change["change"]["after_unknown"].items():
            if key not in known:
                filled[key] = of_declared_type(change["type"], key, self.filled(None, mark, expressions.get(key)))
            elif mark is not True:
                filled[key] = self.filled(known[key], mark, expressions.get(key))
        return filled

    def state(self) -> dict[str, Any]:
        """Return the state in the format of Terraform's state files."""
        blocks = self.blocks()
        changes = [
            (change, blocks[re.sub(r"\[[^]]*\]", "", change["address"])])
            for change in self.plan["resource_changes"]
            if change["mode"] == "managed"
        ]
        for change, block in changes:
            identity = self.identity(change, self.region(block["provider_config_key"]))
            unknown = change["change"]["after_unknown"]
            invented = {key: made for key, made in identity.items() if unknown.get(key) is True}
            self.values[change["address"]] = change["change"]["after"] | invented
        resources: dict[str, dict[str, Any]] = {}
        for change, block in changes:
            key = f"{change.get('module_address', '')}.{change['type']}.{change['name']}"
            entry = resources.setdefault(key, state_entry(change, block["provider_config_key"]))
            attributes = self.attributes(change, block["expressions"])
            entry["instances"].append(state_instance(change, block, attributes))
        head = {"version": 4, "terraform_version": self.plan["terraform_version"], "serial": 1}
        return head | {"lineage": "drlint-fixture", "outputs": {}, "resources": list(resources.values())}


@cache
def attribute_types() -> dict[str, dict[str, Any]]:
    """Map resource types to their attributes, as the slimmed provider schema has them."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    types = next(iter(schema["provider_schemas"].values()))["resource_schemas"]
    return {name: kind["block"]["attributes"] for name, kind in types.items()}


def of_declared_type(kind: str, key: str, value: Any) -> Any:
    """Return `value` as the collection that the attribute holds, empty where nothing is known."""
    declared = attribute_types().get(kind, {}).get(key, {}).get("type")
    if not isinstance(declared, list):
        return value
    if declared[0] == "map":
        return value or {}
    return [value] if isinstance(value, str) else value or []


def state_entry(change: dict[str, Any], provider_key: str) -> dict[str, Any]:
    """Return the part of a state that all instances of a resource share."""
    _, _, alias = provider_key.partition(".")
    provider = f'provider["{change["provider_name"]}"]' + (f".{alias}" if alias else "")
    entry = {"mode": "managed", "type": change["type"], "name": change["name"], "provider": provider, "instances": []}
    return ({"module": change["module_address"]} if "module_address" in change else {}) | entry


def state_instance(change: dict[str, Any], block: dict[str, Any], attributes: dict[str, Any]) -> dict[str, Any]:
    """Return one instance of a resource as a state has it."""
    marks = change["change"]["after_sensitive"] or {}
    sensitive = [[{"type": "get_attr", "value": key}] for key, mark in marks.items() if mark is True]
    index = {"index_key": change["index"]} if "index" in change else {}
    return index | {
        "schema_version": block["schema_version"],
        "attributes": attributes,
        "sensitive_attributes": sensitive,
    }


@contextmanager
def simulated_aws() -> Iterator[str]:
    """Start a simulated AWS that holds what the `import` plan imports, and yield its endpoint."""
    try:
        import boto3
        from moto.server import ThreadedMotoServer
    except ImportError:
        stop("the plan `import` needs moto and boto3; install the development requirements and run this again.")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    session = boto3.Session("mock", "mock", region_name="us-east-1")
    session.client("s3", endpoint_url=endpoint).create_bucket(Bucket="orders-invoices")
    session.client("dynamodb", endpoint_url=endpoint).create_table(
        TableName="carts",
        KeySchema=[{"AttributeName": "cart", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "cart", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    session.client("logs", endpoint_url=endpoint).create_log_group(logGroupName="orders")
    try:
        yield endpoint
    finally:
        server.stop()


def plan_json(name: str, folder: Path, environment: dict[str, str], flags: list[str]) -> str:
    """Plan what is in `folder` and return the plan as Terraform writes it."""
    run_terraform(["init", "-input=false", "-no-color", "-backend=false"], folder, environment)
    run_terraform([*PLAN, *flags], folder, environment, accepted=EXIT_CODES.get(name, (0,)))
    return run_terraform(["show", "-json", "tfplan"], folder, environment)


def copied(folder: Path, *sources: Path) -> Path:
    """Copy the Terraform files of `sources`, later over earlier ones, into a new `folder`."""
    for source in sources:
        unwanted = shutil.ignore_patterns("plan.json", "*.md", ".terraform*", "before")
        shutil.copytree(source, folder, ignore=unwanted, dirs_exist_ok=True)
    return folder


def whole_configuration(name: str) -> Path | None:
    """Return the folder of an estate or a larger configuration."""
    return next((base / name for base in WHOLE if (base / name).is_dir()), None)


def made_fixture(name: str, workplace: Path) -> str:
    """Return the JSON of the fixture called `name`, made in `workplace`."""
    environment = offline_environment(workplace)
    if whole := whole_configuration(name):
        return plan_json(name, copied(workplace / name, whole), environment, [])
    source = SOURCES / name
    folder = copied(workplace / name, COMMON, source)
    if name == "import":
        with simulated_aws() as endpoint:
            flags = ["-generate-config-out=generated.tf"]
            return plan_json(name, folder, environment | {"AWS_ENDPOINT_URL": endpoint}, flags)
    if name == "instances":
        environment["AWS_REGION"] = "ap-southeast-2"
    earlier = [source / "before"] if (source / "before").is_dir() else []
    if not earlier and name not in {"state", "destroy"}:
        return plan_json(name, folder, environment, [])
    before = copied(workplace / "before", COMMON, source, *earlier)
    state = PriorState(json.loads(plan_json("before", before, environment, []))).state()
    (folder / "terraform.tfstate").write_text(json.dumps(state, indent=2), encoding="utf-8")
    if name == "state":
        run_terraform(["init", "-input=false", "-no-color"], folder, environment)
        return run_terraform(["show", "-json", "terraform.tfstate"], folder, environment)
    return plan_json(name, folder, environment, ["-destroy"] if name == "destroy" else [])


def _comparable(plan: str) -> dict[str, Any]:
    """Parse a plan and drop what differs from run to run: its time and the order of two lists."""
    parsed: dict[str, Any] = json.loads(plan)
    parsed.pop("timestamp", None)
    parsed["relevant_attributes"] = sorted(json.dumps(item) for item in parsed.get("relevant_attributes", []))
    modules = [parsed.get("planned_values", {}).get("root_module", {})]
    for module in modules:
        children = module.get("child_modules", [])
        children.sort(key=lambda child: str(child["address"]))
        modules.extend(children)
    return parsed


def regenerate(name: str) -> str:
    """Make the fixture called `name` again, keep the old file where nothing changed, and say so."""
    with tempfile.TemporaryDirectory(prefix=f"drlint-{name}-") as temporary:
        made = made_fixture(name, Path(temporary))
    whole = whole_configuration(name)
    target = whole / "plan.json" if whole else PLANS / f"{name}.json"
    count = f"{len(json.loads(made).get('resource_changes', []))} resource changes"
    if target.exists() and _comparable(target.read_text(encoding="utf-8")) == _comparable(made):
        return f"{target.relative_to(FIXTURES)}: unchanged, {count}"
    target.write_text(made.rstrip("\n") + "\n", encoding="utf-8")
    return f"{target.relative_to(FIXTURES)}: written, {count}"


def known_names() -> list[str]:
    """List the estates, then the larger configurations, then the plans, that Terraform can make."""
    folders = [folder for base in (*WHOLE, SOURCES) for folder in sorted(base.glob("*/"))]
    return [folder.name for folder in folders if folder.name not in NOT_MADE and list(folder.glob("*.tf"))]


def main() -> None:
    """Make all fixtures again, or the named ones, two at a time."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="an estate, a configuration or a plan; all if none")
    known = known_names()
    names = parser.parse_args().names or known
    unknown = sorted(set(names) - set(known))
    if unknown:
        stop(f"there is no fixture {', '.join(unknown)}; there are {', '.join(known)}.")
    terraform_program()
    provider_mirror()
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        for line in pool.map(regenerate, names):
            print(line, flush=True)


if __name__ == "__main__":
    main()
