"""`drlint init` begins in a repository: it writes what it saw, works at once, observes only, and touches nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from drlint.cli.starting import hooks, origin
from drlint.cli.starting.origin import Origin
from drlint.cli.starting.pipelines import gitlab_job, workflow_text
from drlint.readers.yaml_text import read_yaml

from .running import Outcome, change, drlint, plan, written

REPOSITORY = Path(__file__).parent.parent.parent
WRITTEN = ["drlint.yaml", ".pre-commit-config.yaml", ".github/workflows/drlint.yml"]
COMMIT = "0123456789abcdef0123456789abcdef01234567"
SOURCE = f"https://git.example.org/tools/drlint.git@{COMMIT}"
PROVIDERS = """
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "dr"
  region = "eu-central-1"
}
"""


def db(name: str, tags: str = "", provider: str = "") -> str:
    chosen = f"  provider = {provider}\n" if provider else ""
    return f'resource "aws_db_instance" "{name}" {{\n{chosen}  multi_az = false\n  tags = {{ {tags} }}\n}}\n'


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    for folder in ("live/prod", "live/dev"):
        (tmp_path / folder).mkdir(parents=True)
    tags = 'Environment = "blue", Team = "payments", Criticality = "high"'
    written(
        tmp_path / "live" / "prod" / "main.tf",
        PROVIDERS + db("a", tags) + db("b", 'Environment = "prod"') + db("c", provider="aws.dr"),
    )
    written(tmp_path / "live" / "dev" / "main.tf", 'provider "aws" { region = "eu-west-3" }\n' + db("d"))
    return tmp_path


def init(folder: Path, *more: str) -> Outcome:
    ran = drlint("init", folder, *more)
    assert ran.code == 0, ran.err
    return ran


def data(path: Path) -> Any:
    return read_yaml(path.read_text(encoding="utf-8")).data


def test_what_it_writes_works_and_fails_nothing(repo: Path) -> None:
    before = drlint("check", repo)
    assert before.code == 1
    ran = init(repo)
    assert [f"written: {name}" in ran.out for name in WRITTEN] == [True, True, True]
    after = drlint("check", repo, "-o", "json=-")
    assert after.code == 0
    assert after.report["counts"]["fail"] > 0
    assert {each["stage"] for each in after.report["findings"]} == {"observe"}
    assert drlint("config", repo).code == 0


def test_the_configuration_says_what_was_seen(repo: Path) -> None:
    written(repo / "CODEOWNERS", "* @org/all\n")
    ran = init(repo)
    said = data(repo / "drlint.yaml")
    assert said == {
        "rollout": {"*": "observe"},
        "incomplete": "warn",
        "profile": "default",
        "environments": [
            {"environment": "blue", "like": "production"},
            {"environment": "dev", "roots": ["live/dev"]},
        ],
        "objectives": {"recovery_regions": ["eu-central-1"]},
    }
    text = (repo / "drlint.yaml").read_text(encoding="utf-8")
    assert "# Seen: blue (1), prod (1) (tag Environment)." in text
    assert "# Seen: tag Team (1) of 4 resources.\n# Seen: CODEOWNERS.\n" in text
    assert "# Tiers are told by the tag Criticality." in text
    assert "# Seen: eu-west-1 (2), eu-central-1 (1), eu-west-3 (1)." in text
    assert re.search(r"environments +blue \(1\), prod \(1\), dev \(a folder's name\)", ran.out)
    assert re.search(r"owners +tag Team \(1\), CODEOWNERS", ran.out)
    assert re.search(r"recovery Regions +eu-central-1\n", ran.out)


def test_comments_become_settings_that_work(repo: Path) -> None:
    """Every example that stands there as a comment can be taken in as it is."""
    init(repo)
    text = (repo / "drlint.yaml").read_text(encoding="utf-8")
    assert drlint("baseline", "create", repo, "--baseline", repo / "drlint-baseline.json").code == 0
    keys = "fail_on|baseline|tags|workloads|owners|owner|elsewhere|waivers|objectives|provider_regions"
    text = re.sub(f"^# (?=(?:{keys}):)", "", text, flags=re.MULTILINE)
    written(repo / "drlint.yaml", re.sub("^#   ", "  ", text, flags=re.MULTILINE))
    said = data(repo / "drlint.yaml")
    assert {"owners", "owner", "workloads", "elsewhere", "waivers", "fail_on"} <= set(said)
    schema = json.loads(drlint("schema", "config").out)
    jsonschema.validate(said, schema)
    ran = drlint("check", repo, "--as-of", "2026-12-01")
    assert ran.code == 0, ran.err


def test_nothing_that_is_there_is_touched(repo: Path) -> None:
    (repo / ".github" / "workflows").mkdir(parents=True)
    for name in WRITTEN:
        written(repo / name, "# mine\n")
    ran = init(repo)
    assert all((repo / name).read_text(encoding="utf-8") == "# mine\n" for name in WRITTEN)
    assert "written:" not in ran.out
    for name in WRITTEN:
        assert f"left as it is: {name}: " in ran.out
    assert "for the repos of .pre-commit-config.yaml:\n\n  - repo: local" in ran.out
    again = init(repo)
    assert again.out == ran.out


@pytest.mark.parametrize("name", [".drlint.yaml", ".github/drlint.yaml", "pyproject.toml"])
def test_a_configuration_of_another_name_counts(name: str, repo: Path) -> None:
    (repo / ".github").mkdir()
    written(repo / name, "[tool.drlint]\n" if name.endswith("toml") else "profile: strict\n")
    ran = init(repo)
    assert f"left as it is: {name}: it is the configuration here already" in ran.out
    assert not (repo / "drlint.yaml").exists()


def test_a_link_out_of_the_repository_is_not_followed(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (repo / ".github").symlink_to(outside)
    ran = drlint("init", repo)
    assert ran.code == 2
    assert "leads out of the repository" in ran.err
    assert list(outside.iterdir()) == []


def test_dry_run_prints_a_patch(repo: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    (repo / ".git").rmdir()
    subprocess.run(["git", "init", "-q"], cwd=repo, check=True)
    ran = init(repo, "--dry-run")
    assert "would write: drlint.yaml" in ran.err
    assert not any((repo / name).exists() for name in WRITTEN)
    subprocess.run(["git", "apply", "-"], cwd=repo, input=ran.out.encode(), check=True)
    applied = {name: (repo / name).read_text(encoding="utf-8") for name in WRITTEN}
    for name in WRITTEN:
        (repo / name).unlink()
    init(repo)
    assert {name: (repo / name).read_text(encoding="utf-8") for name in WRITTEN} == applied


def test_the_workflow(repo: Path) -> None:
    init(repo)
    said = data(repo / WRITTEN[2])
    job = said["jobs"]["drlint"]
    assert said["permissions"] == {}
    assert job["permissions"] == {"contents": "read"}
    assert job["if"] == "vars.DRLINT_SOURCE != '' && vars.DRLINT_COMMIT != ''"
    used = re.findall(r"uses: (\S+)@(\S+) # v\d", (repo / WRITTEN[2]).read_text(encoding="utf-8"))
    assert [name for name, _ in used] == [
        "actions/checkout",
        "actions/setup-python",
        "github/codeql-action/upload-sarif",
    ]
    assert all(re.fullmatch("[0-9a-f]{40}", commit) for _, commit in used)
    assert "${{" not in "".join(step.get("run", "") for step in job["steps"])


def test_the_workflow_runs(repo: Path, tmp_path: Path) -> None:
    """Its last step, with a drlint that stands where the step before puts it."""
    init(repo)
    job = data(repo / WRITTEN[2])["jobs"]["drlint"]
    (step,) = [each for each in job["steps"] if each.get("name") == "Check"]
    binaries = tmp_path / "temp" / "drlint" / "bin"
    binaries.mkdir(parents=True)
    written(binaries / "drlint", '#!/bin/sh\nprintf "%s|" "$@"\n').chmod(0o755)
    env = {"PATH": "/usr/bin:/bin", "RUNNER_TEMP": str(tmp_path / "temp"), "DRLINT_PATH": job["env"]["DRLINT_PATH"]}
    ran = subprocess.run(["bash", "-e", "-c", step["run"]], env=env, capture_output=True, text=True, check=True)
    assert ran.stdout == "check|-o|sarif=drlint.sarif|.|"


def test_a_known_source_is_written_in(repo: Path) -> None:
    ran = init(repo, "--source", SOURCE)
    job = data(repo / WRITTEN[2])["jobs"]["drlint"]
    assert "if" not in job
    assert job["env"]["DRLINT_SOURCE"] == "https://git.example.org/tools/drlint.git"
    assert job["env"]["DRLINT_COMMIT"] == COMMIT
    (entry,) = data(repo / WRITTEN[1])["repos"]
    assert entry == {"repo": job["env"]["DRLINT_SOURCE"], "rev": COMMIT, "hooks": [{"id": "drlint"}]}
    assert "There is no release" not in ran.out


def test_the_source_is_where_this_one_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    class Installed:
        def __init__(self, url: str) -> None:
            self._url = url

        def read_text(self, _: str) -> str:
            return json.dumps({"url": self._url, "vcs_info": {"vcs": "git", "commit_id": COMMIT}})

    def come_from(url: str) -> Origin:
        monkeypatch.setattr(origin.metadata, "distribution", lambda _: Installed(url))
        return origin.origin_of_this()

    assert come_from("https://git.example.org/drlint.git") == Origin("https://git.example.org/drlint.git", COMMIT)
    secret = come_from("https://me:hunter2@git.example.org/drlint.git?token=abc#x")
    assert secret == Origin("https://git.example.org/drlint.git", COMMIT)
    assert come_from("file:///home/me/drlint") == Origin()
    assert come_from("https://git.example.org/a b") == Origin()


@pytest.mark.parametrize("source", ["drlint", "https://x/y.git", "https://x/y.git@main", f"https://a:b@x/y@{COMMIT}"])
def test_a_source_that_is_none(source: str, repo: Path) -> None:
    ran = drlint("init", repo, "--source", source)
    assert (ran.code, len(ran.complaints)) == (2, 1)
    assert "without user or password" in ran.err
    assert not (repo / "drlint.yaml").exists()


def test_gitlab(repo: Path) -> None:
    written(repo / ".gitlab-ci.yml", "stages: [test]\n")
    ran = init(repo, "--source", SOURCE)
    assert not (repo / ".github").exists()
    _, _, shown = ran.out.partition("for .gitlab-ci.yml:\n\n")
    job = read_yaml(shown.partition("\n\n")[0]).data["drlint"]
    assert job["variables"]["DRLINT_COMMIT"] == COMMIT
    assert job == read_yaml(gitlab_job(origin.origin_given(SOURCE), "")).data["drlint"]


@pytest.mark.parametrize(
    ("remote", "name"),
    [
        ("git@gitlab.example.org:acme/shop.git", ".gitlab-ci.yml"),
        ("https://gitlab.com/acme/shop.git", ".gitlab-ci.yml"),
        ("git@github.com:acme/gitlab-tools.git", WRITTEN[2]),
    ],
)
def test_where_the_repository_comes_from_says_which_builds_it(repo: Path, remote: str, name: str) -> None:
    with (repo / ".git" / "config").open("a", encoding="utf-8") as out:
        out.write(f'[remote "origin"]\n\turl = {remote}\n')
    ran = init(repo, "--source", SOURCE)
    assert f"written: {name}" in ran.out
    assert [each for each in (".gitlab-ci.yml", WRITTEN[2]) if (repo / each).exists()] == [name]
    if name == ".gitlab-ci.yml":
        assert data(repo / name) == read_yaml(gitlab_job(origin.origin_given(SOURCE), "")).data


def test_a_configuration_that_was_there_need_not_observe(repo: Path) -> None:
    written(repo / "drlint.yaml", "fail_on: high\n")
    said = init(repo).out
    assert "left as it is: drlint.yaml" in said
    assert "it fails nothing yet" not in said
    assert 'rollout: {"*": observe}' in said
    assert drlint("check", repo).code == 1


def test_where_one_file_would_lie_outside_none_is_written(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (repo / ".github").symlink_to(tmp_path_factory.mktemp("outside"))
    ran = drlint("init", repo)
    assert ran.code == 2
    assert "a link leads out of the repository, so nothing was written" in ran.err
    assert not (repo / "drlint.yaml").exists()


def test_a_folder_of_a_repository(repo: Path) -> None:
    init(repo / "live")
    assert (repo / "live" / "drlint.yaml").exists()
    assert data(repo / WRITTEN[2])["jobs"]["drlint"]["env"]["DRLINT_PATH"] == "live"
    assert data(repo / WRITTEN[1])["repos"][0]["hooks"][0]["files"] == "^live/"
    assert drlint("check", repo / "live").code == 0


def test_nothing_to_judge(tmp_path: Path) -> None:
    assert drlint("init", tmp_path).code == 3
    assert list(tmp_path.iterdir()) == []
    assert drlint("init", tmp_path / "none").code == 2


def test_names_from_outside_are_texts(repo: Path) -> None:
    evil = 'x\\", like: zz}\\n  - {environment: \\"y'
    written(repo / "live" / "prod" / "main.tf", db("a", f'Environment = "{evil}\\u202e # [x]: {{"'))
    init(repo)
    said = data(repo / "drlint.yaml")
    assert [each.get("like") for each in said["environments"]] == ["production", None]
    assert drlint("check", repo).code == 0
    assert "\u202e" not in (repo / "drlint.yaml").read_text(encoding="utf-8")


def test_plans(repo: Path) -> None:
    written(repo / "live" / "prod" / "plan.json", plan(change(after={"tags": {"Environment": "stg"}})))
    ran = init(repo)
    assert re.search(r"environments +.*stg \(1\)", ran.out)


def test_the_hook_takes_what_the_published_one_takes() -> None:
    published = read_yaml((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")).data
    (pattern,) = [each["files"] for each in published if each["id"] == "drlint"]
    names = (
        "a.tf",
        "b/a.tf.json",
        "a.tofu",
        "a.tfvars",
        "x/a.tfvars.json",
        "drlint.yaml",
        "a/.drlint.yml",
        "plan.json",
    )
    names += (
        "prod.plan.json",
        "a-tfplan.json",
        "x.tfstate.json",
        "airplan.json",
        "a.json",
        "mydrlint.yaml",
        "a.tf.bak",
    )
    for name in names:
        assert bool(re.search(hooks.FILES, name)) == bool(re.search(pattern, name)), name


def test_the_hook_is_one_that_pre_commit_takes(repo: Path, tmp_path: Path) -> None:
    if shutil.which("pre-commit") is None:
        pytest.skip("pre-commit is not installed")
    init(repo)
    for text in (
        (repo / WRITTEN[1]).read_text(encoding="utf-8"),
        hooks.hook_text(Origin("https://x/y", COMMIT), "a b"),
    ):
        path = written(tmp_path / "config.yaml", text)
        subprocess.run(["pre-commit", "validate-config", str(path)], check=True, capture_output=True)


def test_the_hook_runs(repo: Path, tmp_path: Path) -> None:
    """With the drlint on the PATH, as it is written where nobody knows where drlint came from."""
    if shutil.which("pre-commit") is None or shutil.which("git") is None:
        pytest.skip("pre-commit or git is not installed")
    (repo / ".git").rmdir()
    init(repo)
    binaries = tmp_path / "bin"
    binaries.mkdir()
    written(binaries / "drlint", f'#!/bin/sh\nexec "{sys.executable}" -m drlint "$@"\n').chmod(0o755)
    path = f"{binaries}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "PRE_COMMIT_HOME": str(tmp_path / "home"), "PYTHONPATH": str(REPOSITORY)}
    for words in (["git", "init", "-q"], ["git", "add", "live", WRITTEN[1]], ["pre-commit", "run", "--verbose"]):
        ran = subprocess.run(words, cwd=repo, env=env, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Passed" in ran.stdout
    assert "only observed, which never fail a run" in ran.stdout


def test_a_workflow_of_a_known_source_is_yaml() -> None:
    said = read_yaml(workflow_text(origin.origin_given(SOURCE), "a b")).data
    assert said["jobs"]["drlint"]["env"]["DRLINT_PATH"] == "a b"
