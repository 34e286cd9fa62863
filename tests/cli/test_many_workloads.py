"""Documents that name thousands of workloads cost no more than a few seconds."""

from __future__ import annotations

from pathlib import Path
from time import process_time

from .running import drlint

ONE = "workload: {{name: part-{number}-of-the-shop, depends_on: [part-{then}-of-the-shop]}}\n"


def test_names_that_are_nowhere_and_long_chains(tmp_path: Path) -> None:
    for number in range(150):
        text = ONE.format(number=number, then=number + 1)
        (tmp_path / f"part-{number}.yaml").write_text(text, encoding="utf-8")
    names = ", ".join(f"part-{number}-of-teh-shop" for number in range(2_000))
    (tmp_path / "drill.yaml").write_text(f"drill: {{name: Autumn, covers: [{names}]}}\n", encoding="utf-8")
    began = process_time()
    chosen = ("--select", "document-names-exist", "--select", "dependency-*")
    done = drlint("check", tmp_path, "--world", "closed", "-o", "json", *chosen)
    assert process_time() - began < 15
    found = [each for each in done.report["findings"] if each["policy"] == "document-names-exist"]
    assert len(found) == 2_000
    assert sum("did you mean" in each["message"] for each in found) == 3
