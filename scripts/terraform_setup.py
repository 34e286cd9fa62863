"""Find Terraform and a local mirror of the AWS provider, and run Terraform offline."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

AWS_PROVIDER = Path("registry.terraform.io") / "hashicorp" / "aws"
MIRROR_VARIABLE = "DRLINT_TERRAFORM_MIRROR"
SEARCH_ROOTS = (
    "~/.terraform.d",
    "~/.local/share/terraform",
    "~/Library/Application Support/io.terraform",
    "/usr/local/share",
    "/usr/share",
    "/opt",
    "/srv",
)
SEARCH_DEPTH = 3


def stop(sentence: str) -> NoReturn:
    """Leave with one sentence on stderr and exit code 2."""
    print(sentence, file=sys.stderr)
    raise SystemExit(2)


def terraform_program() -> str:
    """Return the path of the terraform program, or leave."""
    program = shutil.which("terraform")
    if program is None:
        stop("terraform is not on PATH; install Terraform 1.11 or newer and run this again.")
    return program


def _folders_below(root: Path, depth: int) -> list[Path]:
    """List the folders at most `depth` levels below `root`, never inside a .terraform folder."""
    if depth == 0 or not root.is_dir():
        return []
    found: list[Path] = []
    try:
        children = sorted(child for child in root.iterdir() if child.is_dir())
    except PermissionError:
        return []
    for child in children:
        if child.name == ".terraform" or child.is_symlink():
            continue
        found.append(child)
        found.extend(_folders_below(child, depth - 1))
    return found


def provider_mirror() -> Path:
    """Return the folder that holds the AWS provider as a filesystem mirror, or leave."""
    named = os.environ.get(MIRROR_VARIABLE)
    if named:
        if (Path(named) / AWS_PROVIDER).is_dir():
            return Path(named)
        stop(f"{MIRROR_VARIABLE} is {named}, but there is no {AWS_PROVIDER} in it.")
    for root in SEARCH_ROOTS:
        start = Path(root).expanduser()
        for folder in [start, *_folders_below(start, SEARCH_DEPTH)]:
            if (folder / AWS_PROVIDER).is_dir():
                return folder
    stop(
        "no local mirror of the AWS provider was found; make one with "
        f"`terraform providers mirror FOLDER` and set {MIRROR_VARIABLE}=FOLDER."
    )


def offline_environment(workplace: Path) -> dict[str, str]:
    """Write a CLI configuration into `workplace` and return an environment that uses it."""
    config = workplace / "mirror.tfrc"
    config.write_text(
        f'provider_installation {{\n  filesystem_mirror {{\n    path = "{provider_mirror()}"\n  }}\n}}\n',
        encoding="utf-8",
    )
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "TF_"))}
    return kept | {
        "TF_CLI_CONFIG_FILE": str(config),
        "TF_IN_AUTOMATION": "1",
        "CHECKPOINT_DISABLE": "1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def run_terraform(
    arguments: list[str], folder: Path, environment: dict[str, str], *, accepted: tuple[int, ...] = (0,)
) -> str:
    """Run terraform in `folder` and return its stdout, or leave with its own words."""
    done = subprocess.run(
        [terraform_program(), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in accepted:
        stop(f"terraform {' '.join(arguments)} failed in {folder.name}:\n{done.stderr or done.stdout}")
    return done.stdout
