"""Makes template.json, from which generate.py multiplies services, with the real Terraform."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
CHECKOUT = HERE.parent
sys.path.insert(0, str(CHECKOUT / "scripts"))

from terraform_setup import offline_environment, run_terraform  # noqa: E402 - it stands in scripts/

VAULT = Path("fixtures/estates/active-active/modules/vault")


def main() -> None:
    """Plan benchmarks/estate offline and write the plan, on one line as Terraform does."""
    with tempfile.TemporaryDirectory(prefix="drlint-benchmark-") as temporary:
        workplace = Path(temporary)
        folder = workplace / "benchmarks" / "estate"
        shutil.copytree(HERE / "estate", folder, ignore=shutil.ignore_patterns(".terraform*"))
        shutil.copytree(CHECKOUT / VAULT, workplace / VAULT)
        environment = offline_environment(workplace)
        run_terraform(["init", "-input=false", "-no-color", "-backend=false"], folder, environment)
        run_terraform(["plan", "-input=false", "-no-color", "-refresh=false", "-out=tfplan"], folder, environment)
        plan = run_terraform(["show", "-json", "tfplan"], folder, environment)
    (HERE / "template.json").write_text(plan.rstrip("\n") + "\n", encoding="utf-8")
    print(f"template.json: {len(json.loads(plan)['resource_changes'])} resource changes, {len(plan) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
