"""A report is recalled only where nothing that it was made from has changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drlint.cli import recall
from drlint.cli.commands import check as command

from .running import drlint, written

MAIN = 'resource "aws_db_instance" "orders" {\n  instance_class = "db.t3.micro"\n  multi_az = @\n}\n'
POLICY = "rds-instance-multi-az"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield
    assert recall._noting == []


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    written(tmp_path / "repo" / "main.tf", MAIN.replace("@", "false"))
    return tmp_path / "repo"


def verdict(root: Path, *more: str) -> str:
    ran = drlint("check", root, "--select", POLICY, "-o", "json=-", *more)
    counts = json.loads(ran.out)["counts"]
    assert ran.code == (1 if counts["fail"] else 0)
    return "".join(each[0] for each in ("pass", "fail", "unknown") for _ in range(counts[each]))


def is_recalled(run: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a run finds its report kept; it is made either way."""
    found: list[bool] = []
    kept = recall.Recall.kept

    def spied(self: recall.Recall) -> recall.Kept | None:
        answer = kept(self)
        found.append(answer is not None)
        return answer

    with monkeypatch.context() as patched:
        patched.setattr(command.Recall, "kept", spied)
        run()
    return found == [True]


def test_nothing_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = drlint("check", root, "-o", "markdown=-")
    assert is_recalled(lambda: verdict(root), monkeypatch) is False  # another question
    assert is_recalled(lambda: verdict(root), monkeypatch) is True
    again = drlint("check", root, "-o", "markdown=-")
    assert (again.code, again.out) == (first.code, first.out)
    assert drlint("check", root, "-o", "text=-").code == first.code


CHANGES: dict[str, Callable[[Path], object]] = {
    "a file": lambda root: written(root / "main.tf", MAIN.replace("@", "true")),
    "a new file": lambda root: written(root / "more_override.tf", MAIN.replace("@", "true")),
    "values": lambda root: written(root / "terraform.tfvars", "ha = true"),
    "configuration": lambda root: written(root / "drlint.yaml", f"ignore: [{POLICY}]\nselect: ['rds-*']\n"),
    "configuration above": lambda root: written(root / ".github" / "drlint.yaml", "profile: strict\n"),
    "a workspace": lambda root: written(root / ".terraform" / "environment", "prod"),
    "an installed module": lambda root: written(root / ".terraform" / "modules" / "modules.json", '{"Modules": []}'),
    "the same text written again": lambda root: written(root / "main.tf", MAIN.replace("@", "false") + "\n"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen(change: Callable[[Path], object], root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / ".terraform" / "modules").mkdir(parents=True)
    (root / ".github").mkdir()
    verdict(root)
    assert is_recalled(lambda: verdict(root), monkeypatch) is True
    change(root)
    assert is_recalled(lambda: str(drlint("check", root, "--select", POLICY).code), monkeypatch) is False


def test_verdicts_follow_the_code(root: Path) -> None:
    assert [verdict(root), verdict(root)] == ["f", "f"]
    written(root / "main.tf", MAIN.replace("@", "true"))
    assert verdict(root) == "p"
    written(root / "main.tf", 'variable "ha" { type = bool }\n' + MAIN.replace("@", "var.ha"))
    assert [verdict(root), verdict(root)] == ["u", "u"]
    assert verdict(root, "--var", "ha=true") == "p"
    assert verdict(root, "--var", "ha=false") == "f"


def test_a_module_and_a_file_that_the_code_reads(root: Path) -> None:
    module = MAIN.replace("@", 'jsondecode(file("${path.module}/ha.json"))')
    written(root / "main.tf", 'module "db" { source = "./db" }\n')
    (root / "db").mkdir()
    written(root / "db" / "main.tf", module)
    written(root / "db" / "ha.json", "false")
    assert [verdict(root), verdict(root)] == ["f", "f"]
    written(root / "db" / "ha.json", "true")
    assert verdict(root) == "p"


def test_a_file_that_comes_to_be(root: Path) -> None:
    written(root / "main.tf", MAIN.replace("@", 'fileexists("facts/ha")'))
    assert [verdict(root), verdict(root)] == ["f", "f"]
    (root / "facts").mkdir()
    assert [verdict(root), verdict(root)] == ["f", "f"]
    written(root / "facts" / "ha", "")
    assert verdict(root) == "p"


def test_a_repository_in_which_python_itself_lies(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python -m venv .`, or /usr/src below Python's /usr."""
    monkeypatch.setattr("sys.prefix", str(root))
    monkeypatch.setattr("sys.base_prefix", str(root.parent))
    assert [verdict(root), verdict(root)] == ["f", "f"]
    written(root / "main.tf", MAIN.replace("@", "true"))
    assert verdict(root) == "p"


def test_the_environment_is_part_of_the_question(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(root / "main.tf", 'variable "ha" { type = bool }\n' + MAIN.replace("@", "var.ha"))
    assert verdict(root) == "u"
    monkeypatch.setenv("TF_VAR_ha", "true")
    assert verdict(root) == "p"


def test_what_was_not_read_whole_is_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(root / "broken.tf", 'resource "aws_db_instance" "x" {\n')
    run = lambda: str(drlint("check", root).code)  # noqa: E731
    assert run() in {"1", "4"}
    assert is_recalled(run, monkeypatch) is False


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\x85\xa5files\x80"])
def test_a_damaged_memory_is_none(content: bytes, root: Path, tmp_path: Path) -> None:
    verdict(root)
    (kept,) = (tmp_path / "cache" / "drlint" / "runs").iterdir()
    kept.write_bytes(content)
    assert verdict(root) == "f"


def test_no_cache(root: Path, tmp_path: Path) -> None:
    verdict(root, "--no-cache")
    assert not (tmp_path / "cache" / "drlint" / "runs").exists()
    assert not (tmp_path / "cache" / "drlint" / "hcl").exists()


def test_it_is_the_users_alone_and_bounded(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "MOST_KEPT", 6)
    for number in range(20):
        verdict(root, "--root", f"r{number}")
    runs = tmp_path / "cache" / "drlint" / "runs"
    assert len(list(runs.iterdir())) <= 7
    assert all(each.stat().st_mode & 0o077 == 0 for each in runs.iterdir())
    assert runs.stat().st_mode & 0o077 == 0


def test_a_project_may_be_where_python_is_installed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where Python is that of the system, in /usr, or where a virtual environment was made in the project itself."""
    monkeypatch.setattr("sys.prefix", str(root))
    monkeypatch.setattr("sys.base_prefix", str(root.parent))
    assert verdict(root) == "f"
    written(root / "main.tf", MAIN.replace("@", "true"))
    assert verdict(root) == "p"


CALL = 'module "db" {\n  source  = "terraform-aws-modules/rds/aws"\n  version = "6.0.0"\n}\n'


def test_a_module_that_is_not_installed_is_told_again_until_it_is(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(root / "modules.tf", CALL)
    asked = ("check", root, "--select", POLICY, "-o", "json=-")
    first = drlint(*asked)
    assert is_recalled(lambda: str(drlint(*asked)), monkeypatch) is True
    again = drlint(*asked)
    assert (again.code, again.out, again.err) == (first.code, first.out, first.err)
    assert "module.db: it comes from terraform-aws-modules/rds/aws and is not on disk" in again.err
    folder = root / ".terraform" / "modules" / "db"
    folder.mkdir(parents=True)
    written(folder / "main.tf", MAIN.replace("@", "false"))
    installed = {"Modules": [{"Key": "db", "Source": "x", "Dir": ".terraform/modules/db"}]}
    written(folder.parent / "modules.json", json.dumps(installed))
    assert is_recalled(lambda: str(drlint(*asked)), monkeypatch) is False
    assert drlint(*asked).report["counts"]["fail"] == 2


def test_a_folder_that_the_list_of_modules_names_and_that_comes_back(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(root / "modules.tf", CALL)
    installed = {"Modules": [{"Key": "db", "Source": "x", "Dir": "vendor/deep/db"}]}
    (root / ".terraform" / "modules").mkdir(parents=True)
    written(root / ".terraform" / "modules" / "modules.json", json.dumps(installed))
    (root / "vendor" / "deep").mkdir(parents=True)
    asked = ("check", root, "--select", POLICY, "-o", "json=-")
    assert "run terraform init again" in drlint(*asked).err
    assert is_recalled(lambda: str(drlint(*asked)), monkeypatch) is True
    (root / "vendor" / "deep" / "db").mkdir()
    written(root / "vendor" / "deep" / "db" / "main.tf", MAIN.replace("@", "false"))
    assert is_recalled(lambda: str(drlint(*asked)), monkeypatch) is False


def test_what_may_be_readable_next_time_is_not_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(root / "modules.tf", 'module "db" {\n  source = "./nowhere"\n}\n')
    asked = ("check", root, "--select", POLICY, "-o", "json=-")
    drlint(*asked)
    assert is_recalled(lambda: str(drlint(*asked)), monkeypatch) is False
