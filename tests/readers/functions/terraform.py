"""The real Terraform, in an empty folder and without providers."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from pathlib import Path

from worth import REFUSED


def terraform(folder: Path, arguments: list[str], text: str = "", accepted: tuple[int, ...] = (0,)) -> str:
    """What a run prints."""
    configuration = folder / "empty.tfrc"
    configuration.write_text("", encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    done = subprocess.run(
        ["terraform", *arguments],
        cwd=folder,
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env=kept | {"TF_CLI_CONFIG_FILE": str(configuration), "CHECKPOINT_DISABLE": "1"},
    )
    assert done.returncode in accepted, done.stderr
    return done.stdout


def console(expressions: list[str], folder: Path, world: str = "") -> list[str]:
    """What one console says of all expressions, in JSON."""
    asked = "".join(f'    try(jsonencode({each}), "{REFUSED}"),\n' for each in expressions)
    (folder / "main.tf").write_text(f"{world}\nlocals {{\n  answers = [\n{asked}  ]\n}}\n", encoding="utf-8")
    said = terraform(folder, ["console"], "base64encode(jsonencode(local.answers))\n")
    answers: list[str] = json.loads(base64.b64decode(said.strip().strip('"')))
    return answers
