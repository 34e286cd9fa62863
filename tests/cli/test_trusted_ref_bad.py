"""A ref that cannot be trusted, or not be read, ends the run: never a silent fall-back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from drlint.cli.trust.tree import fetching

from .repositories import NEVER, POLICY, SINGLE, Repository, git
from .running import drlint, drlint_child, written

ONLY = ("--select", POLICY, "--ignore", "gate-*")
HOSTILE = {
    "an option": "--upload-pack=touch ran",
    "a short option": "-x",
    "a new line": "origin/main\n--exec",
    "a blank": "origin main",
    "a NUL": "main\0x",
    "a range": "a..b",
    "an ancestor": "origin/main~1",
    "a parent": "HEAD^1",
    "a reflog": "main@{1}",
    "a path": "origin/main:drlint.yaml",
    "a glob": "origin/*",
    "an escape": "\x1b[2J",
    "nothing": "",
    "too long": "x" * 2000,
    "a folder above": "../../etc",
}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = Repository(tmp_path / "repository")
    monkeypatch.chdir(made.top)
    made.main({"main.tf": SINGLE, "drlint.yaml": {"fail_on": "low"}})
    return made


def refused(ref: str, *words: str, paths: tuple[str, ...] = (".",)) -> str:
    """The one line that a refused run says."""
    ran = drlint("check", *paths, f"--trusted-ref={ref}", *words)
    assert (ran.code, ran.out, len(ran.complaints)) == (2, "", 1), ran.err
    return ran.complaints[0]


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("ref", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name(ref: str) -> None:
    said = refused(ref)
    assert "is no name of a branch, a tag or a commit" in said
    assert said.isprintable()
    assert not Path("ran").exists()


@pytest.mark.usefixtures("repository")
def test_a_ref_that_is_not_here() -> None:
    fetch = "git fetch --no-tags --depth=1 origin"
    assert refused("origin/none").endswith(f"not in this clone; fetch it first: {fetch} none:refs/remotes/origin/none")
    assert refused("none").endswith(f"{fetch} none:refs/remotes/origin/none, and give --trusted-ref origin/none")
    assert refused("a" * 40).endswith(f"{fetch} {'a' * 40}")
    assert "what is checked out" in refused("HEAD")
    assert "'origin/$(touch ran)'" in refused("origin/$(touch${IFS}ran)").replace("${IFS}", " ")
    assert not Path("ran").exists()


def test_the_fetch_command_is_right() -> None:
    begin = "git fetch --no-tags --depth=1"
    assert fetching("origin/release/1.x") == f"{begin} origin release/1.x:refs/remotes/origin/release/1.x"
    assert fetching("refs/remotes/upstream/main") == f"{begin} upstream main:refs/remotes/upstream/main"
    assert fetching("refs/tags/v1") == f"{begin} origin refs/tags/v1:refs/tags/v1"
    assert fetching("origin/a;b") == f"{begin} origin 'a;b:refs/remotes/origin/a;b'"


def test_a_shallow_clone_and_its_fetch(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command of the message is run as it stands, and then all is well."""
    git(repository.top, "checkout", "--quiet", "main")
    repository.commit({})
    git(repository.top, "checkout", "--quiet", "change")
    repository.commit({"drlint.yaml": {"exit_zero": True}})
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=change", f"file://{repository.top}", str(clone))
    monkeypatch.chdir(clone)
    said = refused("origin/main")
    assert "(a shallow clone)" in said
    command = said.rpartition("fetch it first: ")[2].split()
    git(clone, *command[1:])
    assert drlint("check", ".", "--trusted-ref", "origin/main", *ONLY).code == 1


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "main.tf", SINGLE)
    assert "this is no git repository" in refused("origin/main")
    (tmp_path / ".git").mkdir()
    assert "git cannot read" in refused("origin/main")
    assert "git cannot read" in refused("a" * 40)


def test_git_does_not_look_above(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `.git` that is none would make git take the repository around it."""
    inner = repository.top / "inner"
    (inner / ".git").mkdir(parents=True)
    written(inner / "main.tf", SINGLE)
    monkeypatch.chdir(inner)
    assert "git cannot read" in refused("origin/main")


@pytest.mark.usefixtures("repository")
def test_git_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "needs git, which is not installed here" in refused("origin/main")


def test_git_beside_the_code_is_not_run(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = repository.top / "bin" / "git"
    evil.parent.mkdir()
    evil.write_text(f"#!/bin/sh\ntouch {repository.top}/ran\n")
    evil.chmod(0o755)
    monkeypatch.setenv("PATH", f"bin:{evil.parent}:{os.environ['PATH']}")
    assert drlint("check", ".", "--trusted-ref", "origin/main", *ONLY).code == 1
    assert not (repository.top / "ran").exists()


def test_a_name_that_is_two_things(repository: Repository) -> None:
    """Git takes a tag before a branch, and a tag may be pushed by who may not push to main."""
    git(repository.top, "tag", "origin/main", repository.commit({"drlint.yaml": {"exit_zero": True}}))
    said = refused("origin/main")
    assert "is two things, refs/remotes/origin/main and refs/tags/origin/main; name one of them in full" in said
    assert drlint("check", ".", "--trusted-ref", "refs/remotes/origin/main", *ONLY).code == 1
    assert drlint("check", ".", "--trusted-ref", "refs/tags/origin/main", *ONLY).code == 0


def test_a_tag_that_looks_like_a_whole_name(repository: Repository) -> None:
    git(repository.top, "update-ref", "-d", "refs/remotes/origin/main")
    git(repository.top, "tag", "refs/remotes/origin/main", "HEAD")
    assert "is not in this clone" in refused("origin/main")
    assert "is not in this clone" in refused("refs/remotes/origin/main")


def test_an_annotated_tag_and_a_commit(repository: Repository) -> None:
    commit = git(repository.top, "rev-parse", "HEAD")
    git(repository.top, "tag", "--annotate", "--message=v1", "v1")
    repository.commit({"drlint.yaml": {"exit_zero": True}})
    for ref in ("v1", commit):
        assert drlint("check", ".", "--trusted-ref", ref, *ONLY).code == 1
    blob = git(repository.top, "rev-parse", "HEAD:main.tf")
    assert "is not in this clone" in refused(blob)


def test_a_branch_of_any_name(repository: Repository) -> None:
    for name in ("ünïcode/$(x)`y`;'\"", "a&b", "deadbeef"):
        git(repository.top, "update-ref", f"refs/remotes/origin/{name}", "HEAD")
        assert drlint("check", ".", "--trusted-ref", f"origin/{name}", *ONLY).code == 1, name


def test_another_repository(repository: Repository, tmp_path: Path) -> None:
    other = Repository(tmp_path / "other")
    other.main({"main.tf": SINGLE, "drlint.yaml": {"exit_zero": True}})
    said = refused("origin/main", paths=(str(other.top),))
    assert f"lies in {other.top}, and --trusted-ref is about {repository.top}; check it apart" in said


def test_a_plan_outside_has_the_rules_of_its_own_place(repository: Repository, tmp_path: Path) -> None:
    database = {"address": "aws_db_instance.a", "mode": "managed", "type": "aws_db_instance", "name": "a"}
    change = {**database, "change": {"actions": ["create"], "before": None, "after": {"multi_az": False}}}
    made = written(tmp_path / "plan.json", {"format_version": "1.2", "resource_changes": [change]})
    repository.commit({"drlint.yaml": {"exit_zero": True}})
    assert drlint("check", made, "--trusted-ref", "origin/main", *ONLY).code == 1


def test_a_submodule_is_ruled_by_what_is_around_it(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change may add one, and whoever wrote it owns its branches as well."""
    theirs = Repository(tmp_path / "theirs")
    theirs.main({"main.tf": SINGLE, "drlint.yaml": {"exit_zero": True}})
    git(theirs.top, "checkout", "--quiet", "main")
    git(repository.top, "submodule", "--quiet", "add", str(theirs.top), "infra")
    repository.commit({})
    assert drlint("check", ".", "--trusted-ref", "origin/main", *ONLY).code == 1
    assert drlint("check", "infra", "--trusted-ref", "origin/main", *ONLY).code == 1
    monkeypatch.chdir(repository.top / "infra")
    assert drlint("check", ".", "--trusted-ref", "origin/main", *ONLY).code == 1
    assert drlint("check", ".", *ONLY).code == 0


def test_a_worktree(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beside = tmp_path / "beside"
    git(repository.top, "worktree", "add", "--quiet", "-b", "another", str(beside))
    written(beside / "drlint.yaml", {"exit_zero": True})
    monkeypatch.chdir(beside)
    assert drlint("check", ".", "--trusted-ref", "origin/main", *ONLY).code == 1


def test_what_the_ref_says_is_wrong(repository: Repository) -> None:
    repository.main({"drlint.yaml": "fail_on: low\nignor: []\n"})
    assert refused("origin/main").startswith("drlint: origin/main:drlint.yaml:2: there is no setting 'ignor'")
    repository.main({"drlint.yaml": b"\xff\xfe"})
    assert "origin/main:drlint.yaml: cannot be read" in refused("origin/main")
    repository.main({"drlint.yaml": "[" * 30_000})
    assert "origin/main:drlint.yaml:1: it is nested deeper than 64" in refused("origin/main")
    repository.main({"drlint.yaml": "#" * (2 * 1024 * 1024 + 1)})
    assert "origin/main:drlint.yaml: it is larger than" in refused("origin/main")
    repository.main({"drlint.yaml": "version https://git-lfs.github.com/spec/v1\noid sha256:0\n"})
    assert "is kept in Git LFS" in refused("origin/main")
    repository.main({"drlint.yaml": {"policies": ["none"]}})
    assert "none: no such policy folder" in refused("origin/main")


def test_links_in_the_ref(repository: Repository) -> None:
    repository.has(
        {
            "drlint.yaml": None,
            "gates/drlint.yaml": {"fail_on": "critical"},
            "own/a/b.yaml": NEVER.format(require="false"),
        }
    )
    (repository.top / "drlint.yaml").symlink_to("gates/drlint.yaml")
    repository.main({})
    assert drlint("check", ".", "--trusted-ref", "origin/main", *ONLY).code == 0
    for target, said in (
        ("../../etc/passwd", "is a link that leads out of the repository"),
        ("/etc/passwd", "is a link that leads out of the repository"),
        ("drlint.yaml", "leads to more than 8 links"),
    ):
        (repository.top / "drlint.yaml").unlink(missing_ok=True)
        (repository.top / "drlint.yaml").symlink_to(target)
        repository.main({})
        (repository.top / "drlint.yaml").unlink()
        assert said in refused("origin/main")


def test_a_checked_out_configuration_that_is_a_link_is_not_trusted(repository: Repository, tmp_path: Path) -> None:
    """Its place is the repository, whatever it leads to."""
    outside = written(tmp_path / "loose.yaml", {"exit_zero": True})
    (repository.top / "drlint.yaml").unlink()
    (repository.top / "drlint.yaml").symlink_to(outside)
    repository.commit({})
    assert drlint("check", ".", "--trusted-ref", "origin/main", *ONLY).code == 1


def test_a_clone_without_the_objects(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git would fetch what is missing; `check` opens no network connection."""
    repository.commit({"drlint.yaml": {"exit_zero": True}})
    git(repository.top, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", "--branch=change", f"file://{repository.top}", str(clone))
    git(clone, "update-ref", "refs/remotes/origin/main", "HEAD~1")
    monkeypatch.chdir(clone)
    said = refused("origin/main")
    assert "origin/main:drlint.yaml: is not in this clone, which holds only a part" in said
    git(clone, *said.rpartition("fetch it whole: git ")[2].split())
    assert drlint("check", ".", "--trusted-ref", "origin/main", *ONLY).code == 1


def test_another_users_repository(repository: Repository) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may give a folder away")
    for each in (repository.top, repository.top / ".git"):
        os.chown(each, 12345, 12345)
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    ran = drlint_child("check", ".", "--trusted-ref", "origin/main", *ONLY, env=plain)
    assert ran.code == 2
    assert f"git config --global --add safe.directory {repository.top}" in ran.err
    safe = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": str(repository.top)}
    assert drlint_child("check", ".", "--trusted-ref", "origin/main", *ONLY, env={**plain, **safe}).code == 1


def test_a_repository_of_longer_hashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = tmp_path / "sha256"
    top.mkdir()
    git(top, "init", "--quiet", "--object-format=sha256", "--initial-branch=main")
    made = Repository.__new__(Repository)
    made.top = top
    monkeypatch.chdir(top)
    commit = made.main({"live/main.tf": SINGLE, "live/drlint.yaml": {"fail_on": "low"}})
    made.commit({"live/drlint.yaml": {"exit_zero": True}})
    for ref in ("origin/main", commit):
        assert drlint("check", "live", "--trusted-ref", ref, *ONLY).code == 1
    assert drlint("check", "live", *ONLY).code == 0


def test_names_that_are_no_text(repository: Repository) -> None:
    """Files and folders of any bytes lie beside what is read."""
    for name in (b"\xff\xfe", b"new\nline", b"drlint.yaml\t", b"-rf", b"\xc3\xbc"):
        (Path(os.fsdecode(os.fsencode(repository.top) + b"/" + name))).write_bytes(b"fail_on: critical\n")
    repository.main({"drlint.yaml": {"fail_on": "low"}})
    repository.commit({"drlint.yaml": {"exit_zero": True}})
    assert drlint("check", "main.tf", "--trusted-ref", "origin/main", *ONLY).code == 1
