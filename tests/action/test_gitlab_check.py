"""The check on a merge request: the shell of the GitLab example, in a shallow clone as GitLab's runner makes it."""

from __future__ import annotations

import json
import subprocess
from xml.etree import ElementTree as ET

from tests.action.composite import REPOSITORY, loaded
from tests.action.conftest import Runner
from tests.action.test_trust import LOOSE, STRICT


def _checked(runner: Runner, **env: str) -> subprocess.CompletedProcess[str]:
    script = loaded(REPOSITORY / "docs/examples/gitlab-ci.yml")["drlint"]["script"][-1]
    command = ["sh", "-ec", script.replace("/opt/drlint/bin/", "")]
    here = {name: value for name, value in runner.env.items() if not name.startswith("GITHUB_")}
    return subprocess.run(
        command, cwd=runner.workspace, env={**here, **env}, capture_output=True, text=True, check=False
    )


def _merge_request(runner: Runner, target: str) -> None:
    """The workspace becomes a clone, one commit deep, of a branch that loosens the gate."""
    runner.git("init", "--quiet")
    (runner.workspace / "drlint.yaml").write_text(STRICT)
    runner.git("add", ".")
    runner.git("commit", "--quiet", "-m", "base")
    runner.git("branch", "--move", target)
    runner.git("switch", "--quiet", "-c", "loose")
    (runner.workspace / "drlint.yaml").write_text(LOOSE)
    runner.git("commit", "--quiet", "-am", "loose")
    clone = runner.workspace.parent / "clone"
    runner.git("clone", "--quiet", "--depth=1", "--branch=loose", f"file://{runner.workspace}", str(clone))
    runner.workspace = clone


def test_the_target_branch_rules_a_merge_request(runner: Runner) -> None:
    target = "release/$(touch${IFS}pwned)"
    _merge_request(runner, target)
    done = _checked(runner, CI_MERGE_REQUEST_TARGET_BRANCH_NAME=target)
    assert done.returncode == 1, done.stderr
    issues = json.loads((runner.workspace / "gl-code-quality-report.json").read_text())
    assert {"main.tf"} <= {issue["location"]["path"] for issue in issues}
    assert ET.parse(runner.workspace / "drlint.xml").getroot().tag == "testsuites"  # noqa: S314 - our own
    assert (runner.workspace / "drlint.md").read_text().startswith("<!-- drlint:comment:")
    assert not (runner.workspace / "pwned").exists()


def test_a_branch_rules_itself(runner: Runner) -> None:
    _merge_request(runner, "main")
    assert _checked(runner).returncode == 0
