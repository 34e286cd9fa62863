"""The action's shell at work: paths, flags, outputs, and names that would like to be more than names."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.action.conftest import HAS_A_FINDING, HAS_NONE, Runner


def _changed_files(runner: Runner) -> set[str]:
    return {each.name for each in runner.workspace.iterdir()}


def test_findings_fail_the_job_after_all_is_told(runner: Runner) -> None:
    done = runner.run()
    assert done.code == 1
    assert done.outputs["exit-code"] == "1"
    report = json.loads(Path(done.outputs["json-file"]).read_text())
    assert int(done.outputs["findings"]) == report["counts"]["fail"] > 0
    assert int(done.outputs["unknown"]) == report["counts"]["unknown"] > 0
    assert json.loads(Path(done.outputs["sarif-file"]).read_text())["version"] == "2.1.0"
    assert "aws_db_instance.orders" in Path(done.outputs["markdown-file"]).read_text()
    assert "\n::error file=main.tf,line=1" in done.log


def test_nothing_found_is_green(runner: Runner) -> None:
    (runner.workspace / "main.tf").write_text(HAS_NONE)
    done = runner.run(fail_on="high")
    assert done.code == 0
    assert (done.outputs["exit-code"], done.outputs["findings"], done.outputs["new"]) == ("0", "0", "")


def test_what_a_plan_changes_is_told(runner: Runner) -> None:
    change = {
        "address": "aws_db_instance.orders",
        "mode": "managed",
        "type": "aws_db_instance",
        "name": "orders",
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": {
            "actions": ["update"],
            "before": {"multi_az": False, "backup_retention_period": 35, "deletion_protection": True},
            "after": {"multi_az": False, "backup_retention_period": 1, "deletion_protection": True},
            "after_unknown": {},
        },
    }
    plan = {"format_version": "1.2", "terraform_version": "1.9.8", "resource_changes": [change]}
    (runner.workspace / "plan.json").write_text(json.dumps(plan))
    done = runner.run(plan="plan.json", only_new="true", args="--select rds-instance-*")
    report = json.loads(Path(done.outputs["json-file"]).read_text())["counts"]
    assert int(done.outputs["new"]) == report["new"] + report["worse"] > 0
    assert int(done.outputs["findings"]) > int(done.outputs["new"])
    assert done.outputs["fixed"] == "0"
    assert done.code == 1


def test_a_wrong_path_is_not_green(runner: Runner) -> None:
    done = runner.run(paths="nowhere")
    assert done.code == 2
    assert done.outputs["exit-code"] == "2"
    assert done.outputs["json-file"] == done.outputs["findings"] == ""
    (runner.workspace / "empty").mkdir()
    assert runner.run(paths="empty").code == 3


@pytest.mark.parametrize("name", ["only-new", "comment", "upload-sarif", "install"])
def test_a_truth_that_is_none_is_refused(runner: Runner, name: str) -> None:
    done = runner.run(**{name: "yes\n::error::x"})
    assert done.code == 2
    assert done.outputs["exit-code"] == "2"
    assert f"::error title=drlint::{name}: true or false was expected" in done.log


def test_paths_are_lines_and_no_more(runner: Runner) -> None:
    names = [
        "a b",
        "$(touch pwned)",
        "`touch pwned`",
        "'q\"",
        "; touch pwned;",
        "-o",
        "*",
        "::set-output name=findings::9",
    ]
    for name in names:
        (runner.workspace / name).mkdir()
        (runner.workspace / name / "main.tf").write_text(HAS_A_FINDING)
    before = _changed_files(runner)
    done = runner.run(paths="\n".join(["", *names[:4], f"  {names[4]}  \r", *names[5:], ""]))
    report = json.loads(Path(done.outputs["json-file"]).read_text())
    assert {each["uri"].split("/")[0] for each in report["inputs"]} == set(names)
    assert _changed_files(runner) == before
    assert int(done.outputs["findings"]) == report["counts"]["fail"]


def test_names_in_the_repository_add_no_output_and_no_command(runner: Runner) -> None:
    hostile = "x\n::set-output name=findings::999\n##[add-mask]a\nfindings=999\nexit-code<<E\n0\nE"
    folder = runner.workspace / "a\n::error::forged\nexit-code=0"
    folder.mkdir()
    escaped = hostile.replace("\n", "\\n")
    (folder / "main.tf").write_text(f'resource "aws_db_instance" "a" {{\n  identifier = "{escaped}"\n}}\n')
    done = runner.run()
    assert done.code == 1
    assert done.outputs["exit-code"] == "1"
    assert int(done.outputs["findings"]) < 900
    outside = _outside_of_stopped(done.log)
    assert [
        line for line in outside if line.lstrip().startswith("::") and "file=" not in line and "title=" not in line
    ] == []
    assert not any("add-mask" in line and not line.startswith("::") for line in outside)
    assert "::error::forged" not in outside


def _outside_of_stopped(log: str) -> list[str]:
    """The lines in which the runner looks for commands."""
    found, stopped = [], ""
    for line in log.splitlines():
        if stopped:
            stopped = "" if line == f"::{stopped}::" else stopped
        elif line.startswith("::stop-commands::"):
            stopped = line.removeprefix("::stop-commands::")
            assert len(stopped) == 32
        else:
            found.append(line)
    assert not stopped
    return found


def test_args_are_words_and_expand_nothing(runner: Runner) -> None:
    (runner.workspace / "name.tf").write_text('variable "name" {}\n')
    before = _changed_files(runner)
    done = runner.run(args="""--select 'rds-*' --var "name=a $(touch pwned) `touch pwned` $HOME *"\n  --full""")
    report = json.loads(Path(done.outputs["json-file"]).read_text())
    assert report["policies"]
    assert all(each["id"].startswith("rds-") for each in report["policies"])
    assert _changed_files(runner) == before


def test_args_that_make_no_sense_are_told(runner: Runner) -> None:
    unclosed = runner.run(args="--select 'rds")
    assert (unclosed.code, unclosed.outputs["exit-code"]) == (2, "2")
    assert "args: a quotation does not end" in unclosed.log
    assert runner.run(args="--no-such-flag").code == 2


def test_the_repository_lends_no_python(runner: Runner) -> None:
    for name in ("json", "shlex", "venv", "os", "drlint", "sitecustomize"):
        (runner.workspace / f"{name}.py").write_text("open('pwned', 'w')\nraise SystemExit(0)\n")
    done = runner.run(comment="true")
    assert done.code == 1
    assert not (runner.workspace / "pwned").exists()


def test_reports_lie_outside_the_repository(runner: Runner) -> None:
    before = _changed_files(runner)
    done = runner.run()
    assert _changed_files(runner) == before
    assert Path(done.outputs["sarif-file"]).is_relative_to(runner.temporary)


def test_sarif_is_uploaded_where_it_may_be(runner: Runner) -> None:
    done = runner.run(upload_sarif="true")
    assert done.used == [
        (
            "github/codeql-action/upload-sarif@8aad20d150bbac5944a9f9d289da16a4b0d87c1e",
            {"sarif_file": done.outputs["sarif-file"]},
        )
    ]
    assert "::error file" not in done.log
    runner.pull_request(of="stranger/infra")
    done = runner.run(upload_sarif="true")
    assert done.used == []
    assert "upload-sarif: left out" in done.log
    runner.pull_request()
    assert len(runner.run(upload_sarif="true").used) == 1


def test_it_is_installed_from_its_own_checkout(runner: Runner) -> None:
    """With a Python that notes what it is asked, and makes an environment whose pip only notes, too."""
    programs = runner.workspace.parent / "programs"
    noted = runner.workspace.parent / "noted"
    note = f'#!/bin/bash\nprintf "%s\\n" "${{0##*/}}" "$@" >>"{noted}"\n'
    (programs / "pip").write_text(note)
    (programs / "pip").chmod(0o755)
    (programs / "python3").write_text(
        f'{note}mkdir -p "$4/bin"\n'
        f'ln -s "{programs}/pip" "{programs}/drlint" "$4/bin/"\n'
        f'ln -s "{sys.executable}" "$4/bin/python"\n'
    )
    (programs / "python3").chmod(0o755)
    done = runner.run(install="true")
    asked = noted.read_text().splitlines()
    assert asked[:4] == ["python3", "-I", "-m", "venv"]
    assert asked[5:7] == ["pip", "install"]
    assert (Path(asked[-1]) / "action.yml").is_file()
    assert done.used[0][1] == {"python-version": "3.13", "update-environment": "false"}
    assert done.outputs["exit-code"] == "1"
