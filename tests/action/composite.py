"""Runs the steps of a composite action as GitHub's runner does: expressions, conditions, outputs, failures."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

REPOSITORY = Path(__file__).parents[2]
_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)


def loaded(path: Path) -> dict[str, Any]:
    """A YAML file; `on:` is the word, not a truth."""
    document: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return document


@dataclass
class Run:
    """What a run of the action left behind."""

    code: int = 0
    log: str = ""
    used: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    steps: dict[str, dict[str, str]] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)


def run(
    action: Path, inputs: Mapping[str, str], env: Mapping[str, str], cwd: Path, event: Mapping[str, Any] | None = None
) -> Run:
    """Run it; steps that use another action are noted and leave no outputs. No step may see the tests' own settings."""
    document = loaded(action)
    contexts: dict[str, Any] = {
        "github": {"token": "s3cret", "repository": env.get("GITHUB_REPOSITORY", ""), "event": dict(event or {})}
    }
    unknown = set(inputs) - set(document["inputs"])
    assert not unknown, f"no such inputs: {unknown}"
    contexts["inputs"] = {
        name: inputs.get(name, _filled(said.get("default", ""), contexts)) for name, said in document["inputs"].items()
    }
    done = Run()
    contexts["steps"] = {}
    for step in document["runs"]["steps"]:
        if _is_wanted(step.get("if", "success()"), contexts, failed=done.code != 0):
            _step(step, contexts, {**env, "GITHUB_ACTION_PATH": str(action.parent)}, cwd, done)
    done.outputs = {name: _filled(said["value"], contexts) for name, said in document.get("outputs", {}).items()}
    return done


def _step(step: dict[str, Any], contexts: dict[str, Any], env: Mapping[str, str], cwd: Path, done: Run) -> None:
    if "uses" in step:
        done.used.append(
            (step["uses"], {name: _filled(value, contexts) for name, value in step.get("with", {}).items()})
        )
        return
    assert step["shell"] == "bash"
    outputs = Path(env["GITHUB_OUTPUT"])
    outputs.write_text("")
    given = {**env, **{name: _filled(value, contexts) for name, value in step.get("env", {}).items()}}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    child = subprocess.run(command, env=given, cwd=cwd, capture_output=True, timeout=120, check=False)
    done.log += child.stdout.decode("utf-8", "replace") + child.stderr.decode("utf-8", "replace")
    if "id" in step:
        found = parsed(outputs.read_text(encoding="utf-8"))
        contexts["steps"][step["id"]] = {"outputs": found}
        done.steps[step["id"]] = found
    done.code = done.code or child.returncode


def parsed(text: str) -> dict[str, str]:
    """The outputs in a file, as the runner reads them; AssertionError for a line that is none."""
    found: dict[str, str] = {}
    lines = iter(text.removesuffix("\n").split("\n") if text else [])
    for line in lines:
        name, mark, end = line.partition("<<")
        if mark and "=" not in name:
            value = []
            for each in lines:
                if each == end:
                    break
                value.append(each)
            found[name] = "\n".join(value)
        else:
            name, equals, value_ = line.partition("=")
            assert equals, f"no output: {line}"
            found[name] = value_
    return found


def _filled(text: str, contexts: Mapping[str, Any]) -> str:
    """The text with its expressions answered."""
    return _EXPRESSION.sub(lambda found: _value(found[1].strip(), contexts), text)


def _value(word: str, contexts: Mapping[str, Any]) -> str:
    """A literal, or what a dotted name has in its context; empty where there is nothing."""
    if word.startswith("'"):
        return word[1:-1]
    found: Any = contexts
    for part in word.split("."):
        assert re.fullmatch(r"[\w-]+", part), f"an expression that this runner does not know: {word}"
        found = found.get(part) if isinstance(found, Mapping) else None
    return "" if found is None else str(found)


def _is_wanted(condition: str, contexts: Mapping[str, Any], *, failed: bool) -> bool:
    """Whether a step runs: what it asks for holds, and nothing failed unless it asks about that itself."""
    inside = _EXPRESSION.fullmatch(condition.strip())
    terms = [each.strip() for each in (inside[1] if inside else condition).split("&&")]
    is_asking = bool({"always()", "!cancelled()", "failure()"} & set(terms))
    return (is_asking or not failed) and all(_holds(term, contexts, failed=failed) for term in terms)


def _holds(term: str, contexts: Mapping[str, Any], *, failed: bool) -> bool:
    if term in {"always()", "!cancelled()"}:
        return True
    if term in {"success()", "failure()"}:
        return failed == (term == "failure()")
    left, sign, right = re.split(r"\s*(==|!=)\s*", term)
    return (_value(left, contexts) == _value(right, contexts)) == (sign == "==")


def clean_environment() -> dict[str, str]:
    """This process's environment without what a runner would give."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "RUNNER_", "INPUT_"))}
