"""The packaged index: what it holds, its size, its age, and that it says what botocore says."""

from __future__ import annotations

import subprocess
import sys
import zlib
from pathlib import Path

import botocore
import pytest
from botocore import xform_name
from botocore.session import get_session

from drlint.catalog.registry import load
from drlint.readers.awscli.index import PATH, Index, packaged
from drlint.readers.awscli.model import Arity, Shape

INDEX = packaged()
SAME = pytest.mark.skipif(
    INDEX.header.botocore != botocore.__version__, reason="another botocore is installed than the index was made from"
)


def test_it_is_small() -> None:
    assert PATH.stat().st_size < 1_200_000


def test_it_says_what_it_was_made_from() -> None:
    header = INDEX.header
    assert INDEX.version == f"botocore {header.botocore} ({header.released.isoformat()})"
    assert header.released.year >= 2026


def test_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="no index"):
        Index(b"something else")


@pytest.mark.parametrize("name", INDEX.services)
def test_every_service_loads_whole(name: str) -> None:
    service = INDEX.service(name)
    assert service is not None
    assert service.operations
    for each in service.operations:
        operation = service.operation(each)
        assert operation is not None
        for flag, known in operation.flags.items():
            assert flag == known.name
        for _, *flags in operation.conditions:
            assert set(flags) <= set(operation.flags), each
    assert set(service.waiters.values()) <= set(service.operations)
    seen: set[int] = set()
    for each in service.operations:
        operation = service.operation(each)
        assert operation is not None
        shapes = [flag.shape for flag in operation.flags.values()] + ([operation.output] if operation.output else [])
        while shapes:
            for number in shapes.pop().members.values():
                if number not in seen:
                    seen.add(number)
                    shapes.append(service.shape(number))


def test_the_catalogs_services_are_whole() -> None:
    called = {call.service for kind in load().kinds.values() for call in (kind.listed_by,) if call is not None}
    by_model = {place.model: name for name, place in INDEX.services.items()}
    for model in called:
        service = INDEX.service(by_model[model])
        assert service is not None
        known = [service.operation(each) for each in service.operations]
        assert any(each.output for each in known if each), model


@SAME
@pytest.mark.parametrize("name", ["rds", "ec2", "route53", "dynamodb", "s3api", "deploy", "accessanalyzer", "glue"])
def test_operations_and_flags_are_botocores(name: str) -> None:
    model = get_session().get_service_model(INDEX.services[name].model)
    service = INDEX.service(name)
    assert service is not None
    known = {xform_name(each, "-"): model.operation_model(each) for each in model.operation_names}
    assert set(known) - set(service.operations) <= {"import-instance", "import-volume", "modify-option-group"}
    for each in set(known) & set(service.operations):
        operation, said = service.operation(each), known[each].input_shape
        assert operation is not None
        names = {xform_name(member, "-") for member in said.members} if said else set()
        assert len(names - set(operation.flags)) <= 1, each


@SAME
def test_the_same_botocore_gives_the_same_index(tmp_path: Path) -> None:
    script = Path(__file__).parents[3] / "scripts" / "index_aws_cli.py"
    made = tmp_path / "index.bin"
    released = INDEX.header.released.isoformat()
    subprocess.run([sys.executable, script, "--released", released, "-o", made], check=True, capture_output=True)
    again = Index(made.read_bytes())
    assert again.version == INDEX.version
    assert again.header.options == INDEX.header.options
    assert {name: _content(again, name) for name in again.services} == {
        name: _content(INDEX, name) for name in INDEX.services
    }


def _content(index: Index, name: str) -> bytes:
    place = index.services[name]
    return zlib.decompress(index._blobs[place.offset : place.offset + place.length])


@pytest.mark.parametrize(
    ("service", "operation", "flag", "arity", "kind"),
    [
        ("rds", "create-db-cluster", "availability-zones", Arity.MANY, "list"),
        ("rds", "modify-db-instance", "no-multi-az", Arity.NONE, "boolean"),
        ("ec2", "modify-instance-attribute", "ebs-optimized", Arity.MAYBE, "switch"),
        ("ec2", "create-network-acl-entry", "ingress", Arity.NONE, "boolean"),
        ("ec2", "run-instances", "enable-api-termination", Arity.NONE, "boolean"),
        ("ec2", "create-image", "reboot", Arity.NONE, "boolean"),
        ("ec2", "authorize-security-group-ingress", "source-group", Arity.ONE, "string"),
        ("apigateway", "create-rest-api", "api-version", Arity.ONE, "string"),
        ("eks", "create-cluster", "kubernetes-version", Arity.ONE, "string"),
        ("s3", "cp", "exclude", Arity.APPEND, "string"),
        ("s3", "mb", "tags", Arity.PAIRS, "string"),
        ("s3", "sync", "exact-timestamps", Arity.NONE, "boolean"),
        ("rds", "describe-db-clusters", "page-size", Arity.ONE, "integer"),
        ("lambda", "create-function", "zip-file", Arity.ONE, "blob"),
    ],
)
def test_what_the_cli_does_its_own_way(service: str, operation: str, flag: str, arity: Arity, kind: str) -> None:
    found = INDEX.service(service)
    assert found is not None
    known = found.operation(operation)
    assert known is not None
    assert (known.flags[flag].arity, known.flags[flag].shape.kind) == (arity, kind)


@pytest.mark.parametrize("name", ["config", "codedeploy"])
def test_a_service_goes_by_the_clis_name(name: str) -> None:
    assert name not in INDEX.services


def test_a_recursive_shape_is_held() -> None:
    service = INDEX.service("dynamodb")
    assert service is not None
    operation = service.operation("put-item")
    assert operation is not None
    shape: Shape = operation.flags["item"].shape
    for _ in range(10):
        value = service.shape(shape.members[""])
        shape = service.shape(value.members["M"])
    assert shape.kind == "map"


def test_an_ordinary_check_imports_none_of_it() -> None:
    script = "import sys, drlint.cli.main; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert "drlint.cli.main" in done.stdout
    assert not any(each in done.stdout for each in ("awscli", "jmespath"))
