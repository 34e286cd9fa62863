"""What reviewers see: the comment that fits, and the summary of a job under GitHub Actions."""

from __future__ import annotations

from pathlib import Path

import pytest

from .running import change, drlint, drlint_child, plan, written

MAIN = 'resource "aws_db_instance" "orders" {\n  instance_class = "db.t3.micro"\n  multi_az = false\n}\n'
ONLY = ("--select", "rds-instance-multi-az")
MOST = 1024 * 1024


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    root = tmp_path / "repo"
    (root / ".git").mkdir(parents=True)
    written(root / "main.tf", MAIN)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A job of GitHub Actions, with the file in which its runner looks for the summary."""
    path = tmp_path / "summary.md"
    path.touch()
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    return path


def databases(path: Path, number: int) -> Path:
    changes = [change(f"orders_{index}", after={"multi_az": False}) for index in range(number)]
    return written(path / "plan.json", plan(*changes))


def test_a_comment_fits_and_says_what_it_leaves_out(root: Path) -> None:
    given = databases(root, 2_000)
    text = drlint("check", given, *ONLY, "-o", "markdown=-").out
    assert len(text.encode()) <= 60_000
    assert "Shortened to fit 60,000 bytes" in text
    assert len(drlint("check", given, *ONLY, "-o", "markdown=-", "--max-bytes", "3000").out.encode()) <= 3_000
    for whole in (("--max-bytes", "0"), ("--full",)):
        text = drlint("check", given, *ONLY, "-o", "markdown=-", *whole).out
        assert text.count("aws_db_instance.orders_1999` ") == 1
        assert "Shortened" not in text


def test_no_room_for_any_report_is_wrong_usage(root: Path) -> None:
    ran = drlint("check", root, "--max-bytes", "100")
    assert ran.code == 2
    assert "100 bytes hold no report; 2,000 hold the verdict" in ran.err


def test_the_first_line_says_whose_comment_it_is(root: Path) -> None:
    for given, marker in (
        ((), "<!-- drlint:comment:. -->"),
        (("--root", "infra/live"), "<!-- drlint:comment:infra/live -->"),
        (("--root", "infra/live", "--comment-id", "prod plan"), "<!-- drlint:comment:prod%20plan -->"),
        (("--comment-id", "x --> <b>"), "<!-- drlint:comment:x%20%2D-%3E%20%3Cb%3E -->"),
        (("--comment-id", "x-\n-"), "<!-- drlint:comment:x-%0A%2D -->"),
    ):
        lines = drlint("check", root, *ONLY, *given, "-o", "markdown=-").out.splitlines()
        assert lines[0] == marker
        assert lines[1].startswith("# Disaster recovery: ")


def test_the_summary_is_written_by_itself_under_github_actions(root: Path, summary: Path) -> None:
    ran = drlint("check", root, *ONLY)
    assert ran.code == 1
    assert (
        summary.read_text(encoding="utf-8")
        == drlint("check", root, *ONLY, "-o", "markdown=-", "--no-github-step-summary").out
    )
    assert ran.err == ""


def test_a_report_that_is_recalled_is_in_the_summary_as_well(root: Path, summary: Path) -> None:
    first = drlint("check", root, *ONLY, "--no-github-step-summary")
    assert summary.read_text(encoding="utf-8") == ""
    again = drlint("check", root, *ONLY)
    assert (again.code, again.out) == (first.code, first.out)
    once = summary.read_text(encoding="utf-8")
    assert once.startswith("<!-- drlint:comment:")
    drlint("check", root, *ONLY)
    assert summary.read_text(encoding="utf-8") == f"{once}\n\n{once}"


def test_elsewhere_only_where_it_is_asked_for(root: Path, summary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS")
    drlint("check", root, *ONLY)
    assert summary.read_text(encoding="utf-8") == ""
    drlint("check", root, *ONLY, "--github-step-summary")
    assert summary.read_text(encoding="utf-8").startswith("<!-- drlint:comment:")
    monkeypatch.delenv("GITHUB_STEP_SUMMARY")
    ran = drlint("check", root, *ONLY, "--github-step-summary")
    assert (ran.code, ran.complaints) == (
        1,
        ["drlint: step summary: GITHUB_STEP_SUMMARY names no file, so none was written"],
    )


def test_what_a_report_was_written_to_is_not_written_twice(root: Path, summary: Path) -> None:
    drlint("check", root, *ONLY, "-o", f"markdown={summary}")
    assert summary.read_text(encoding="utf-8").count("# Disaster recovery") == 1


def test_it_fits_beside_what_stands_there(root: Path, summary: Path) -> None:
    given = databases(root, 2_000)
    before = "x" * (MOST - 50_000)
    summary.write_text(before, encoding="utf-8")
    drlint("check", given, *ONLY, "--full", "--no-cache")
    text = summary.read_text(encoding="utf-8")
    assert text.startswith(before)
    assert "Shortened to fit" in text[len(before) :]
    assert len(text.encode()) <= MOST
    summary.write_text("x" * (MOST - 100), encoding="utf-8")
    ran = drlint("check", root, *ONLY)
    assert ran.complaints == ["drlint: step summary: full, 1,048,476 of 1,048,576 bytes; the report is not added"]
    assert summary.stat().st_size == MOST - 100


def test_a_summary_that_cannot_be_written_fails_nothing(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "none" / "summary.md"))
    ran = drlint("check", root, *ONLY)
    assert ran.code == 1
    assert ran.complaints == ["drlint: step summary: cannot be written: No such file or directory"]
    assert "1 will hurt" in ran.out


def test_demo_writes_no_summary(summary: Path) -> None:
    assert drlint_child("demo").code == 0
    assert summary.read_text(encoding="utf-8") == ""


def test_annotations_on_standard_output_while_the_text_goes_elsewhere(root: Path) -> None:
    ran = drlint(
        "check", root, *ONLY, "-o", "github", "-o", "text=report.txt", "-o", "junit=report.xml", "-o", "csv=all.csv"
    )
    assert ran.code == 1
    first, last = ran.out.splitlines()
    assert first.startswith("::error file=main.tf,line=3,col=3,title=high%3A rds-instance-multi-az::")
    assert last.startswith("::notice title=drlint::1 will hurt")
    assert "1 will hurt" in (root / "report.txt").read_text(encoding="utf-8")
    assert '<failure message="' in (root / "report.xml").read_text(encoding="utf-8")
    assert (root / "all.csv").read_text(encoding="utf-8").count("\n") > 1
