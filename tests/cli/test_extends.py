"""A repository extends an organisation's bundle, and can only tighten what that says."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from .repositories import HEALTHY, NEVER, POLICY, SINGLE, Repository
from .running import drlint, drlint_child, written

ONLY = ("--select", POLICY)
RETENTION = "rds-instance-backup-retention"


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    made = Repository(tmp_path / "repository")
    monkeypatch.chdir(made.top)
    made.has({"main.tf": SINGLE})
    return made


def bundle(folder: Path, files: Mapping[str, Any]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        written(path, text)
    return folder


def refused(*words: str) -> str:
    ran = drlint("check", ".", *words)
    assert (ran.code, ran.out, len(ran.complaints)) == (2, "", 1), ran.err
    return ran.complaints[0].removeprefix("drlint: ")


def test_what_a_bundle_says_is_in_force(repository: Repository, tmp_path: Path) -> None:
    bundle(tmp_path / "org", {"drlint.yaml": {"fail_on": "critical"}})
    repository.has({"drlint.yaml": {"extends": "../org"}})
    assert drlint("check", ".", *ONLY).code == 0
    repository.has({"drlint.yaml": {"extends": "../org", "fail_on": "low"}})
    assert drlint("check", ".", *ONLY).code == 1
    repository.has({"drlint.yaml": {"extends": str(tmp_path / "org")}})
    assert drlint("check", ".", *ONLY).code == 0


LOOSER: dict[str, tuple[Any, Any]] = {
    "fail_on": ("medium", "high"),
    "min_severity": ("low", "high"),
    "exit_zero": (False, True),
    "strict": (True, False),
    "incomplete": ("fail", "warn"),
    "profile": ("default", "sandbox"),
    "world": ("closed", "open"),
    "ignore": ([], [POLICY]),
    "select": ([], [POLICY]),
    "owner": ("platform", "payments"),
    "parameters": ({RETENTION: {"minimum_days": 35}}, {RETENTION: {"minimum_days": 7}}),
    "tags": ({"owner": ["Team"]}, {"owner": ["Owner"]}),
    "objectives": ({"rpo_minutes": 60}, {"rpo_minutes": 600}),
}


@pytest.mark.parametrize(("key", "values"), LOOSER.items(), ids=LOOSER)
def test_loosening_is_refused_with_both_places(
    repository: Repository, tmp_path: Path, key: str, values: tuple[Any, Any]
) -> None:
    bundle(tmp_path / "org", {"drlint.yaml": f"# the gate\n{key}: {json_of(values[0])}\n"})
    repository.has({"drlint.yaml": f"extends: ../org\n{key}: {json_of(values[1])}\n"})
    said = refused()
    assert said.startswith(f"{repository.top}/drlint.yaml:2: {key}")
    assert "../org/drlint.yaml:2, which this extends, says" in said
    assert said.endswith("a repository can only tighten it")
    repository.has({"drlint.yaml": f"extends: ../org\n{key}: {json_of(values[0])}\n"})
    assert drlint("check", ".").code == 1


def json_of(value: Any) -> str:
    return json.dumps(value)


def test_a_repository_adds_to_what_a_bundle_leaves_open(repository: Repository, tmp_path: Path) -> None:
    bundle(
        tmp_path / "org",
        {
            "drlint.yaml": {"parameters": {RETENTION: {"minimum_days": 3}}, "policies": ["own"], "select": ["never"]},
            "own/org/never.yaml": NEVER.format(require="false"),
        },
    )
    repository.has(
        {
            "drlint.yaml": {
                "extends": "../org",
                "policies": ["mine"],
                "select": ["mine-never", RETENTION],
                "parameters": {RETENTION: {}},
                "ignore": ["kms-rotation"],
            },
            "mine/a/mine-never.yaml": NEVER.format(require="false"),
            "main.tf": 'resource "aws_db_instance" "orders" {\n  backup_retention_period = 2\n}\n',
        }
    )
    ran = drlint("check", ".", "-o", "json")
    assert {each["policy"] for each in ran.report["findings"]} == {"never", "mine-never", RETENTION}
    (found,) = [each for each in ran.report["findings"] if each["policy"] == RETENTION]
    assert "where 3 are asked for" in found["message"]


def test_config_says_where_each_setting_is_from(repository: Repository, tmp_path: Path) -> None:
    bundle(tmp_path / "org", {"drlint.yaml": {"fail_on": "medium", "profile": "default", "extends": "base"}})
    bundle(tmp_path / "org/base", {"drlint.yaml": {"strict": True}})
    repository.main({"drlint.yaml": {"extends": "../org", "profile": "strict", "owner": "payments"}})
    said = {line.split()[0]: line.split()[-1] for line in drlint("config").out.splitlines() if line.startswith("  ")}
    assert said["fail_on"] == "../org/drlint.yaml"
    assert said["strict"] == "base/drlint.yaml"
    assert said["profile"] == said["owner"] == str(repository.top / "drlint.yaml")
    assert said["world"] == "default"
    repository.commit({"drlint.yaml": {"extends": "../org", "profile": "strict", "fail_on": "low"}})
    ran = drlint("config", "--trusted-ref", "origin/main")
    said = {line.split()[0]: line.split()[-1] for line in ran.out.splitlines() if line.startswith("  ")}
    assert said["fail_on"] == "drlint.yaml"
    assert said["profile"] == said["owner"] == "origin/main:drlint.yaml"
    assert said["strict"] == "base/drlint.yaml"
    assert "fail_on medium → low tightens the gate (drlint.yaml:1); in force already" in ran.out


def test_cycles_and_chains(repository: Repository, tmp_path: Path) -> None:
    bundle(tmp_path / "a", {"drlint.yaml": {"extends": "../b"}})
    bundle(tmp_path / "b", {"drlint.yaml": {"extends": "../a"}})
    repository.has({"drlint.yaml": {"extends": "../a"}})
    assert refused() == "../b/drlint.yaml:1: extends ../a, which extends this in its turn"
    for number in range(1, 8):
        bundle(tmp_path / f"c{number}", {"drlint.yaml": {"extends": f"../c{number + 1}"}})
    repository.has({"drlint.yaml": {"extends": "../c1"}})
    assert refused().endswith("extends more than 5 bundles, one after the other")
    bundle(tmp_path / "c5", {"drlint.yaml": {"fail_on": "critical"}})
    assert drlint("check", ".", *ONLY).code == 0


WRONG: dict[str, tuple[Any, str]] = {
    "a URL": ("https://example.com/org.tar.gz", "drlint opens no network connection; download it in the build"),
    "a git address": ("git@github.com:org/gate", "drlint opens no network connection"),
    "a getter": ("git::ssh://example.com/org", "drlint opens no network connection"),
    "a number": (7, "extends must be a folder, or `path` and `sha256` of an archive"),
    "a list": (["../org"], "extends must be a folder"),
    "nothing in it": ({}, "extends must be a folder"),
    "an empty text": ("", "extends must be a folder"),
    "another key": ({"path": "../org", "sha265": "x"}, "extends has no 'sha265'; did you mean 'sha256'?"),
    "an archive without a digest": ("../org.tar.gz", "extends names an archive, which needs its `sha256`"),
    "a folder with a digest": ({"path": "../org", "sha256": "0" * 64}, "extends has a sha256, which only an archive"),
    "a short digest": ({"path": "o.zip", "sha256": "0" * 63}, "extends.sha256 must be 64 hexadecimal digits"),
    "a digest that is a number": ({"path": "o.zip", "sha256": 7}, "extends.sha256 must be 64 hexadecimal digits"),
    "no folder": ("../none", "extends ../none: no such folder"),
    "no archive": ({"path": "../o.zip", "sha256": "0" * 64}, "extends ../o.zip: no such archive; download it before"),
    "a file": ("main.tf", "extends main.tf: no such folder"),
    "a NUL": ("a\0b", "no such folder"),
}


@pytest.mark.parametrize(("value", "said"), WRONG.values(), ids=WRONG)
def test_what_names_no_bundle(repository: Repository, value: Any, said: str) -> None:
    repository.has({"drlint.yaml": {"fail_on": "low", "extends": value}})
    found = refused()
    assert said in found
    assert found.startswith(f"{repository.top}/drlint.yaml:1: ")


def test_a_bundle_that_is_wrong(repository: Repository, tmp_path: Path) -> None:
    repository.has({"drlint.yaml": {"extends": "../org"}})
    bundle(tmp_path / "org", {"README.md": "nothing"})
    assert refused().endswith("extends ../org, which holds no drlint.yaml")
    bundle(tmp_path / "org", {"drlint.yaml": "fail_on: low\nfail_onn: low\n"})
    assert refused().startswith("../org/drlint.yaml:2: there is no setting 'fail_onn'")
    bundle(tmp_path / "org", {"drlint.yaml": {"root": "x"}})
    assert refused() == "../org/drlint.yaml:1: a bundle cannot say root, which is of one repository"
    bundle(tmp_path / "org", {"drlint.yaml": {"policies": ["../elsewhere"]}})
    assert "lies outside of the bundle" in refused()
    bundle(tmp_path / "org", {"drlint.yaml": {"policies": ["own"]}, "own/a/evil.py": "open('ran', 'w')\n"})
    assert "Python policies run code, so they need --allow-python-policies" in refused()
    assert not Path("ran").exists()


def tar(files: Mapping[str, bytes], change: Callable[[tarfile.TarInfo], None] = lambda _: None) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            change(info)
            archive.addfile(info, io.BytesIO(data) if info.isreg() else None)
    return out.getvalue()


def zipped(files: Mapping[str, bytes], mode: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def extend(repository: Repository, name: str, data: bytes) -> None:
    (repository.top.parent / name).write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    repository.has({"drlint.yaml": {"extends": {"path": f"../{name}", "sha256": digest}}})


GOOD = {
    "drlint.yaml": b"fail_on: critical\npolicies: [own]\n",
    "own/org/never.yaml": NEVER.format(require="false").encode(),
}


@pytest.mark.parametrize("top", ["", "./", "org-gate-1.2/"])
@pytest.mark.parametrize(("name", "pack"), [("org.tar.gz", tar), ("org.tgz", tar), ("org.zip", zipped)])
def test_an_archive(repository: Repository, tmp_path: Path, name: str, pack: Callable[..., bytes], top: str) -> None:
    extend(repository, name, pack({f"{top}{each}": data for each, data in GOOD.items()}))
    ran = drlint_child("check", ".", "--select", "never", "-o", "json", env={"TMPDIR": str(tmp_path / "temporary")})
    assert (ran.code, [each["policy"] for each in ran.report["findings"]]) == (1, ["never"]), ran.err
    assert list((tmp_path / "temporary").iterdir()) == []  # nothing is left
    assert drlint("check", ".", *ONLY).code == 0


def test_an_archive_that_is_not_the_one(repository: Repository) -> None:
    extend(repository, "org.zip", zipped(GOOD))
    (repository.top.parent / "org.zip").write_bytes(zipped({**GOOD, "drlint.yaml": b"exit_zero: true\n"}))
    said = refused()
    assert "extends ../org.zip: its SHA-256 is " in said
    assert "fetch the right one" in said


def _link(info: tarfile.TarInfo) -> None:
    info.type, info.linkname, info.size = tarfile.SYMTYPE, "/etc/passwd", 0


def _hard(info: tarfile.TarInfo) -> None:
    info.type, info.linkname, info.size = tarfile.LNKTYPE, "drlint.yaml", 0


def _device(info: tarfile.TarInfo) -> None:
    info.type, info.size = tarfile.CHRTYPE, 0


def _fifo(info: tarfile.TarInfo) -> None:
    info.type, info.size = tarfile.FIFOTYPE, 0


CONFIG = {"drlint.yaml": b"fail_on: low\n"}
OUTSIDE = "it holds a file that would lie outside of it"
NAMED = "it holds a file of a name that is not unpacked"
PLAIN = "only plain files are unpacked"
BROKEN = "it cannot be unpacked; it is broken, or of another kind"
HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "above": ("a.tgz", tar({**CONFIG, "../../evil": b"x"}), OUTSIDE),
    "above in a zip": ("a.zip", zipped({**CONFIG, "a/../../evil": b"x"}), OUTSIDE),
    "absolute": ("a.tgz", tar({**CONFIG, "/etc/evil": b"x"}), OUTSIDE),
    "absolute in a zip": ("a.zip", zipped({**CONFIG, "/etc/evil": b"x"}), OUTSIDE),
    "a drive": ("a.zip", zipped({**CONFIG, "C:/evil": b"x"}), NAMED),
    "a backslash": ("a.tgz", tar({**CONFIG, "..\\evil": b"x"}), NAMED),
    "a new line": ("a.tgz", tar({**CONFIG, "a\nb": b"x"}), NAMED),
    "an escape": ("a.zip", zipped({**CONFIG, "\x1b[2J": b"x"}), NAMED),
    "a long name": ("a.tgz", tar({**CONFIG, "a" * 5000: b"x"}), NAMED),
    "deep": ("a.tgz", tar({**CONFIG, "a/" * 40 + "b": b"x"}), NAMED),
    "a link": ("a.tgz", tar({"drlint.yaml": b""}, _link), PLAIN),
    "a hard link": ("a.tgz", tar({"drlint.yaml": b""}, _hard), PLAIN),
    "a device": ("a.tgz", tar({"drlint.yaml": b""}, _device), PLAIN),
    "a pipe": ("a.tgz", tar({"drlint.yaml": b""}, _fifo), PLAIN),
    "a link in a zip": ("a.zip", zipped({"drlint.yaml": b"/etc/passwd"}, 0o120777), "it holds a link"),
    "one name twice": ("a.zip", zipped({"drlint.yaml": b"", "DRLINT.yaml": b""}), "two files of one name"),
    "many files": ("a.tgz", tar({**CONFIG, **{f"{n}": b"" for n in range(2001)}}), "it holds more than 2,000 files"),
    "many files in a zip": ("a.zip", zipped({**CONFIG, **{f"{n}": b"" for n in range(2001)}}), "more than 2,000 files"),
    "a bomb": ("a.tgz", gzip.compress(bytes(64 * 1024 * 1024)), "it holds more than 32 MiB"),
    "a bomb in a zip": ("a.zip", zipped({**CONFIG, "b": bytes(64 * 1024 * 1024)}), "2,000 files or 32 MiB"),
    "no gzip": ("a.tgz", b"nothing", BROKEN),
    "a cut gzip": ("a.tgz", tar(GOOD)[:60], BROKEN),
    "a gzip of no tar": ("a.tgz", gzip.compress(b"x" * 1024), BROKEN),
    "no zip": ("a.zip", b"PK\x03\x04", BROKEN),
    "a zip that is a tar": ("a.zip", tar(GOOD), BROKEN),
    "nothing": ("a.zip", b"", BROKEN),
    "no configuration": ("a.zip", zipped({"a/b": b""}), "which holds no drlint.yaml"),
}


@pytest.mark.parametrize(("name", "data", "said"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_archive(repository: Repository, tmp_path: Path, name: str, data: bytes, said: str) -> None:
    extend(repository, name, data)
    env = {"TMPDIR": str(tmp_path / "temporary")}
    before = set(tmp_path.rglob("*"))
    ran = drlint_child("check", ".", "--no-cache", env=env)
    assert (ran.code, len(ran.complaints)) == (2, 1), ran.err
    assert said in ran.err
    assert ran.complaints[0].isprintable()
    assert set(tmp_path.rglob("*")) == before  # nothing anywhere, and nothing left


def test_an_encrypted_zip(repository: Repository) -> None:
    data = bytearray(zipped(CONFIG))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    extend(repository, "a.zip", bytes(data))
    assert "a link or what is encrypted" in refused()


def test_a_bundle_in_the_repository_is_the_refs(repository: Repository) -> None:
    """A change can neither loosen it nor replace it."""
    repository.main(
        {
            "drlint.yaml": {"extends": "gate"},
            "gate/drlint.yaml": {"fail_on": "low", "policies": ["own"]},
            "gate/own/org/never.yaml": NEVER.format(require="false"),
            "main.tf": HEALTHY,
        }
    )
    every = ("--trusted-ref", "origin/main", "--select", "never", "-o", "json")
    trusted = (*every, "--ignore", "gate-*")
    assert drlint("check", ".", *trusted).code == 1
    repository.commit({"gate/drlint.yaml": {"exit_zero": True}, "gate/own/org/never.yaml": None})
    assert drlint("check", ".", *trusted).code == 1
    repository.commit({"drlint.yaml": {"extends": "loose"}, "loose/drlint.yaml": {"exit_zero": True}})
    assert drlint("check", ".", *trusted).code == 1
    messages = [each["message"] for each in drlint("check", ".", *every).report["findings"]]
    assert any(
        each.startswith("extends in drlint.yaml goes from gate to loose, and nobody can tell") for each in messages
    )
    repository.commit({"drlint.yaml": {}})
    assert drlint("check", ".", *trusted).code == 1
    repository.commit({"drlint.yaml": {"exit_zero": True}})
    assert drlint("check", ".", *trusted).code == 1


def test_an_archive_in_the_repository_is_the_refs(repository: Repository) -> None:
    data = zipped(GOOD)
    digest = hashlib.sha256(data).hexdigest()
    repository.main({"drlint.yaml": {"extends": {"path": "org.zip", "sha256": digest}}, "org.zip": data})
    repository.commit({"org.zip": b"another"})
    ran = drlint("check", ".", "--trusted-ref", "origin/main", "--select", "never", "-o", "json")
    assert (ran.code, [each["policy"] for each in ran.report["findings"]]) == (1, ["never"])
    assert drlint("check", ".").code == 2


def test_temporary_files_in_the_repository(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is unpacked there is not looked for in the ref."""
    extend(repository, "org.zip", zipped(GOOD))
    repository.main({})
    inside = repository.top / "tmp"
    inside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(inside))
    ran = drlint("check", "main.tf", "--trusted-ref", "origin/main", "--select", "never")
    assert ran.code == 1


def test_a_bundle_is_seen_by_the_other_commands(repository: Repository, tmp_path: Path) -> None:
    bundle(
        tmp_path / "org",
        {"drlint.yaml": {"policies": ["own"]}, "own/org/never.yaml": NEVER.format(require="false")},
    )
    repository.has({"drlint.yaml": {"extends": "../org"}})
    assert "No database" in drlint("explain", "never").out
    assert "never" in drlint("policies").out


def test_a_report_is_recalled_only_with_the_same_bundle(repository: Repository, tmp_path: Path) -> None:
    bundle(tmp_path / "org", {"drlint.yaml": {"fail_on": "critical"}})
    repository.has({"drlint.yaml": {"extends": "../org"}})
    assert drlint("check", ".", *ONLY).code == drlint("check", ".", *ONLY).code == 0
    bundle(tmp_path / "org", {"drlint.yaml": {"fail_on": "low"}})
    assert drlint("check", ".", *ONLY).code == 1


def test_waivers_of_a_bundle(repository: Repository, tmp_path: Path) -> None:
    """They hold, are told with their own place, and are all that there are."""
    said = {"policy": POLICY, "until": "2027-01-31", "owner": "platform", "reason": "moves to Aurora"}
    bundle(tmp_path / "org", {"drlint.yaml": f"# the gate\nwaivers:\n  - {json.dumps(said)}\n"})
    repository.has({"drlint.yaml": {"extends": "../org"}})
    ran = drlint("check", ".", *ONLY, "--as-of", "2026-11-26", "-o", "json")
    assert ran.code == 0
    (waived,) = ran.report["waived"]
    assert waived["waiver"]["location"] == {"uri": "../org/drlint.yaml", "line": 3}
    repository.has({"drlint.yaml": {"extends": "../org", "waivers": [{**said, "policy": "kms-rotation"}]}})
    found = refused()
    assert 'waivers is ["kms-rotation until 2027-01-31: moves to Aurora"], which is looser' in found
    bundle(tmp_path / "org", {"drlint.yaml": {"waivers": []}})
    assert "which this extends, says not set; a repository can only tighten it" in refused()
