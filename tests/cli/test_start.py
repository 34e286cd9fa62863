"""What starting costs: which modules a command imports, and that it opens no connection."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .running import change, drlint, plan, written

ESTATE = Path(__file__).parents[2] / "fixtures" / "estates" / "pilot-light" / "plan.json"

HEAVY = {"yaml", "jinja2", "rich", "boto3", "botocore", "importlib.metadata", "hypothesis", "hcl2", "lark"}
OF_DOCUMENTS = {"yaml", "markdown_it", "tree_sitter", "tree_sitter_bash", "jmespath"}

_IMPORTED = """
import runpy, sys
before = {*sys.modules}
sys.argv = ["drlint", *sys.argv[1:]]
try:
    runpy.run_module("drlint", run_name="__main__")
except SystemExit:
    pass
print(*sorted({*sys.modules} - before), file=sys.stderr)
"""

_NO_NETWORK = """
import socket, sys

def refuse(*_, **__):
    raise SystemExit("a connection was opened")

socket.socket = socket.create_connection = socket.getaddrinfo = refuse
from drlint.cli.main import main
main()
"""


def imported(*arguments: str | Path) -> set[str]:
    """The modules that a command imports, beyond those that Python starts with; its output is no terminal."""
    ran = subprocess.run(
        [sys.executable, "-c", _IMPORTED, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    return set(ran.stderr.splitlines()[-1].split())


def test_version_imports_click_and_a_constant() -> None:
    found = imported("--version")
    ours = {name for name in found if name.split(".")[0] == "drlint"}
    assert ours <= {
        *("drlint", "drlint.__main__", "drlint.cli", "drlint.cli.main", "drlint.cli.commands"),
        *("drlint.model", "drlint.model.errors", "drlint.model.nearness"),
    }
    assert "click" in found
    foreign = {name.split(".")[0] for name in found} - {"drlint", "click"}
    assert foreign <= sys.stdlib_module_names


@pytest.mark.parametrize("form", ["text", "markdown", "sarif", "json"])
def test_check_imports_nothing_heavy(form: str) -> None:
    drlint("check", ESTATE)  # compiles the policies where nobody has yet
    assert not HEAVY & imported("check", ESTATE, "-o", form)
    assert not HEAVY & imported("check", ESTATE.parent / "main.tf", "-o", form)


def test_a_plan_alone_needs_no_parser(tmp_path: Path) -> None:
    alone = written(tmp_path / "plan.json", plan(change()))
    assert "tree_sitter" not in imported("check", alone)
    written(tmp_path / "main.tf", "")
    assert "tree_sitter" in imported("check", alone)


def test_a_plan_alone_needs_nothing_of_documents(tmp_path: Path) -> None:
    alone = written(tmp_path / "plan.json", plan(change()))
    drlint("check", alone)
    assert not OF_DOCUMENTS & imported("check", alone, "--no-cache")


def test_yaml_and_markdown_that_are_no_documents_are_not_parsed(tmp_path: Path) -> None:
    written(tmp_path / "plan.json", plan(change()))
    written(tmp_path / "values.yaml", "replicas: 3\nworkloads: [web]\n")
    written(tmp_path / "README.md", "# The runbook\n\nrunbook: see the wiki\n\n```bash\naws s3 ls\n```\n")
    drlint("check", tmp_path)
    assert not OF_DOCUMENTS & imported("check", tmp_path, "--no-cache")


def test_a_document_without_commands_needs_no_shell(tmp_path: Path) -> None:
    written(tmp_path / "workload.yaml", "workload:\n  name: orders\n  tier: '1'\n")
    found = imported("check", tmp_path, "--no-cache")
    assert "yaml" in found
    assert not OF_DOCUMENTS - {"yaml"} & found


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", ESTATE, "--full"),
        ("check", ESTATE, "-o", "sarif=-"),
        ("check", ESTATE, "-o", "markdown=-"),
        ("check", ESTATE, "-o", "json=-", "--show-passed"),
        ("demo",),
        ("policies",),
        ("explain", "rds-instance-multi-az"),
    ],
    ids=lambda arguments: " ".join(Path(each).name for each in arguments),
)
def test_no_connection_is_opened(arguments: tuple[str | Path, ...]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _NO_NETWORK, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert "a connection was opened" not in ran.stderr
    assert ran.returncode in {0, 1}
    assert ran.stdout


def test_the_guard_would_notice() -> None:
    code = _NO_NETWORK.replace("main()", "socket.create_connection(('localhost', 9))")
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "a connection was opened" in ran.stderr


def test_nothing_of_the_working_folder_is_imported(tmp_path: Path) -> None:
    """A pull request may hold a `yaml.py`: the console script does not look for modules where it is run."""
    for name in ("yaml", "jinja2", "rich", "msgspec", "click", "boto3", "sitecustomize"):
        written(tmp_path / f"{name}.py", "raise SystemExit('taken over')")
    written(tmp_path / "plan.json", plan(change()))
    written(tmp_path / "drlint.yaml", "select: [rds-instance-multi-az]")
    script = Path(sys.executable).with_name("drlint")
    if not script.exists():
        pytest.skip("the console script is not installed")
    ran = subprocess.run([script, "check", "."], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_what_recalls_a_report_imports_neither_catalog_nor_estate() -> None:
    code = "import sys; from drlint.cli.commands import check; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"drlint.catalog", "drlint.estate", "drlint.recovery", "drlint.policy"} & {*ran.stdout.split()}
