"""Which folders are root modules, and which root modules a file is part of."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from drlint.readers.files import Disk
from drlint.readers.hcl.roots import Folders, folders_of
from drlint.readers.walk import Walk

BACKEND = 'terraform {\n  backend "s3" {}\n}\n'


def below(top: Path) -> Folders:
    return folders_of(Walk(str(top.resolve())), Disk(top))


def call(*sources: str) -> str:
    return "".join(f'module "m{at}" {{\n  source = "{source}"\n}}\n' for at, source in enumerate(sources))


def tree(top: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return top


def roots(top: Path) -> list[str]:
    return [Path(each).relative_to(top.resolve()).as_posix() for each in below(top).roots()]


def touched(top: Path, *files: str) -> list[str]:
    found = below(top).roots_with(str(top / each) for each in files)
    return [Path(each).relative_to(top.resolve()).as_posix() for each in found]


def test_who_is_called_is_no_root(tmp_path: Path) -> None:
    top = tree(tmp_path, {"main.tf": call("./modules/db"), "modules/db/main.tf": "", "infra/main.tf": ""})
    assert roots(top) == [".", "infra"]


def test_a_module_that_two_roots_use(tmp_path: Path) -> None:
    top = tree(
        tmp_path,
        {"a/main.tf": call("../db"), "b/main.tf": call("../db"), "c/main.tf": "", "db/main.tf": "", "db/more.tofu": ""},
    )
    assert roots(top) == ["a", "b", "c"]
    assert touched(top, "db/main.tf") == touched(top, "db/more.tofu") == ["a", "b"]
    assert touched(top, "a/main.tf") == ["a"]
    assert touched(top, "a/main.tf", "c/main.tf") == ["a", "c"]


def test_a_diamond(tmp_path: Path) -> None:
    top = tree(
        tmp_path,
        {
            "root/main.tf": call("../left", "../right"),
            "left/main.tf": call("../deep"),
            "right/main.tf": call("../deep"),
            "deep/main.tf": "",
        },
    )
    assert roots(top) == ["root"]
    assert touched(top, "deep/variables.tf") == ["root"]


def test_modules_that_call_each_other(tmp_path: Path) -> None:
    """Terraform would refuse them; that is no reason not to look at them, nor to look forever."""
    top = tree(tmp_path, {"a/main.tf": call("../b"), "b/main.tf": call("../a"), "c/main.tf": call("../c")})
    assert roots(top) == ["a", "c"]
    assert touched(top, "b/main.tf") == ["a"]


def test_a_root_that_is_also_called(tmp_path: Path) -> None:
    """With a backend it is applied by itself, too."""
    files = {"all/main.tf": call("../db"), "db/main.tf": "", "db/state.tf": BACKEND}
    top = tree(tmp_path, files)
    assert roots(top) == ["all", "db"]
    assert touched(top, "db/main.tf") == ["all", "db"]
    (top / "db/state.tf").write_text('terraform {\n  cloud {\n  organization = "x"\n  }\n}\n', encoding="utf-8")
    assert roots(top) == ["all", "db"]
    (top / "db/state.tf").write_text("", encoding="utf-8")
    assert roots(top) == ["all"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("main.tf.json", '{"module": {"db": {"source": "../db"}}}'),
        ("main.tofu.json", '{"module": {"db": {\n  "source":\t"../db"}}}'),
        ("main.tofu", call("../db")),
        ("main.tf", 'module "db" {\n\tsource="../db/"\n}\n'),
        ("main.tf", 'module "db" { source = "../db" }\n'),
        ("main.tf", 'module "db" {\n  # one line, several arguments\n  count = 1, source = "../db"\n}\n'),
        ("main.tf", 'module "db" {\r\n  source = "../db"\r\n}\r\n'),
        ("main.tf", '/* old */ module "db" { source = "../db" }'),
        ("main.tf", 'module "db" { # source = "../other"\n  source = "../db"\n}\n'),
    ],
)
def test_calls_in_any_syntax(tmp_path: Path, name: str, text: str) -> None:
    top = tree(tmp_path, {f"root/{name}": text, "db/main.tf": ""})
    assert roots(top) == ["root"]
    assert touched(top, "db/main.tf") == ["root"]


@pytest.mark.parametrize(
    "text",
    [
        f"# {call('../db')}".replace("\n", "\n# "),
        f"/*\n{call('../db')}*/\n",
        '// module "db" { source = "../db" }\n',
        'resource "aws_s3_object" "x" {\n  source_hash = "../db"\n}\n',
    ],
)
def test_what_is_no_call(tmp_path: Path, text: str) -> None:
    """A root that somebody called once would never be looked at again."""
    top = tree(tmp_path, {"root/main.tf": text, "db/main.tf": ""})
    assert roots(top) == ["db", "root"]


@pytest.mark.parametrize(
    ("name", "text", "is_root"),
    [
        ("state.tf", BACKEND, True),
        ("state.tf", 'terraform { backend "s3" {} }', True),
        ("state.tf", "terraform {\n  cloud {}\n}\n", True),
        ("state.tf.json", '{"terraform": {"backend": {"s3": {}}}}', True),
        ("state.tf.json", '{"terraform":{"cloud":{"organization":"x"}}}', True),
        ("state.tf", 'terraform {\n  # backend "s3" {}\n}\n', False),
        ("state.tf", 'data "terraform_remote_state" "x" {\n  backend = "s3"\n}\n', False),
        ("state.tf.json", '{"data": {"terraform_remote_state": {"x": {"backend": "s3"}}}}', False),
    ],
)
def test_who_keeps_a_state_is_a_root(tmp_path: Path, name: str, text: str, is_root: bool) -> None:  # noqa: FBT001
    top = tree(tmp_path, {"all/main.tf": call("../db"), "db/main.tf": "", f"db/{name}": text})
    assert roots(top) == (["all", "db"] if is_root else ["all"])


def test_a_registry_module_is_no_folder(tmp_path: Path) -> None:
    top = tree(
        tmp_path, {"root/main.tf": call("acme/db/aws", "git::https://example.com/db.git"), "acme/db/aws/m.tf": ""}
    )
    assert roots(top) == ["acme/db/aws", "root"]


def test_what_terraform_keeps_for_itself_is_no_root(tmp_path: Path) -> None:
    names = (".terraform/modules/db/main.tf", ".git/main.tf", "node_modules/x/main.tf", ".hidden.tf", "#main.tf")
    top = tree(tmp_path, dict.fromkeys(names, ""))
    assert roots(top) == []


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    top = tree(tmp_path, {"a/main.tf": call("../db"), "b/main.tf": call("../gone"), "db/main.tf": ""})
    assert touched(top, "db/gone.tf") == ["a"]
    assert touched(top, "gone/main.tf") == ["b"]  # its caller is broken now
    assert touched(top, "nobody/main.tf") == []


def test_values_belong_to_the_source_above(tmp_path: Path) -> None:
    top = tree(tmp_path, {"infra/main.tf": "", "infra/envs/prod/x.tfvars": "", "terraform.tfvars": ""})
    assert touched(top, "infra/x.tfvars") == touched(top, "infra/envs/prod/x.tfvars") == ["infra"]
    assert touched(top, "infra/envs/prod/x.tfvars.json") == ["infra"]
    assert touched(top, "infra/envs/prod/x.tf") == []  # source that nobody calls any more
    assert touched(top, "terraform.tfvars") == []


def test_links_to_files(tmp_path: Path) -> None:
    """A file that several roots share through links is part of each of them."""
    top = tree(tmp_path, {"a/main.tf": "", "b/main.tf": "", "c/main.tf": "", "shared/providers.tf": ""})
    (top / "a/providers.tf").symlink_to("../shared/providers.tf")
    (top / "b/common.auto.tfvars").symlink_to("../shared/common.tfvars")
    assert touched(top, "shared/providers.tf") == ["a", "shared"]
    assert touched(top, "a/providers.tf") == ["a"]  # the link itself
    assert touched(top, "shared/common.tfvars") == ["b", "shared"]


def test_links_to_folders(tmp_path: Path) -> None:
    top = tree(tmp_path, {"root/main.tf": call("./linked"), "db/main.tf": ""})
    (top / "root/linked").symlink_to("../db")
    (top / "root/loop").symlink_to("..")
    (top / "again").symlink_to("root")
    assert roots(top) == ["root"]
    assert touched(top, "db/main.tf") == touched(top, "again/main.tf") == ["root"]


@pytest.mark.parametrize(
    "piece", ["\n", " ", "/*\n", "{", ", ", "# x\n", "source", 'backend "', 'source="', "{ source = "]
)
def test_a_hostile_file_takes_no_time(tmp_path: Path, piece: str) -> None:
    """Four megabytes of it: minutes where looking through it were quadratic."""
    text = '*/\nmodule "db" {\n  source = "../db"\n}\n' + piece * (3_900_000 // len(piece))
    top = tree(tmp_path, {"root/main.tf": text, "db/main.tf": ""})
    started = time.process_time()
    assert roots(top) == ["root"]
    assert time.process_time() - started < 5


def test_a_module_outside_the_tree(tmp_path: Path) -> None:
    top = tree(tmp_path / "repository", {"root/main.tf": call("../../outside")})
    tree(tmp_path, {"outside/main.tf": call("../repository/root")})
    assert roots(top) == ["root"]
