"""Which files and hosts a command names, and whether the files are there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from shell_text import commands, only

from drlint.model.procedure import NamedPath
from drlint.readers.files import Disk
from drlint.readers.shell.on_disk import OnDisk
from drlint.readers.shell.there import looked_for

NAMED = {
    "a script": ("./scripts/smoke-test.sh --env dr", ["script scripts/smoke-test.sh"]),
    "a script without a dot": ("scripts/smoke.sh", ["script scripts/smoke.sh"]),
    "a program of the machine": ("/usr/bin/jq .; /opt/homebrew/bin/aws a b", []),
    "bash": ("bash -x scripts/x.sh a", ["script scripts/x.sh"]),
    "bash with a text": ("bash -c ls", []),
    "bash with its input": ("bash -s < x.sh", ["file x.sh"]),
    "python": ("python3 -u dr/failover.py --now", ["script dr/failover.py"]),
    "a module": ("python3 -m http.server", []),
    "source": ("source env.sh", ["script env.sh"]),
    "a dot": (". ./env.sh", ["script env.sh"]),
    "make": ("make -C infra all", ["folder infra"]),
    "terraform": ("terraform -chdir=infra/dr apply -var-file=dr.tfvars", ["folder infra/dr"]),
    "terraform's values": ("terraform apply -var-file=dr.tfvars", ["file dr.tfvars"]),
    "kubectl": ("kubectl apply -f k8s/dr.yaml -f k8s/more.yaml", ["file k8s/dr.yaml", "file k8s/more.yaml"]),
    "kubectl's logs": ("kubectl logs -f pod/x", []),
    "kubectl's input": ("kubectl apply -f -", []),
    "kustomize": ("kubectl apply -k k8s/dr", ["folder k8s/dr"]),
    "psql": ("psql -h db -f x.sql", ["file x.sql"]),
    "ansible": ("ansible-playbook -i inventory/dr play.yml", ["script play.yml", "file inventory/dr"]),
    "the AWS CLI": ("aws route53 c --change-batch file://dns.json", ["file dns.json"]),
    "the AWS CLI, bytes": ("aws lambda i --payload fileb://x.bin", ["file x.bin"]),
    "the AWS CLI, absolute": ("aws x y --z file:///tmp/x.json", ["file /tmp/x.json outside"]),
    "a template": ("aws cloudformation deploy --template-file t.yaml", ["file t.yaml"]),
    "a bucket": ("aws s3 cp s3://b/x .", []),
    "a home": ("~/failover.sh", ["script ~/failover.sh outside"]),
    "absolute": ("/srv/failover.sh", ["script /srv/failover.sh outside"]),
    "a share": ("bash '\\\\host\\share\\x.sh'", ["script \\\\host\\share\\x.sh outside"]),
    "a URL": ("kubectl apply -f https://u:p@example.com/x.yaml?token=s", ["file https://example.com/x.yaml outside"]),
    "a variable": ("$DIR/x.sh; bash $X; ./scripts/$Y.sh", []),
    "a glob": ("bash scripts/*.sh", []),
    "a device": ("psql < /dev/null", []),
    "nothing but input": ("mysql < dump.sql", ["file dump.sql"]),
}  # fmt: skip


def said(path: NamedPath) -> str:
    shown = path.path.removeprefix("./")
    return f"{path.role} {shown}{' outside' if path.outside else ''}"


@pytest.mark.parametrize(("text", "expected"), NAMED.values(), ids=NAMED)
def test_paths_that_a_command_names(text: str, expected: list[str]) -> None:
    assert [said(path) for each in commands(text) for path in each.paths] == expected


WRITES = {
    "a redirection": ("cat > a.json", ["a.json"]),
    "more at its end": ("cat >> a.json", ["a.json"]),
    "a heredoc": ("cat <<E > a.json\nx\nE", ["a.json"]),
    "nowhere": ("a 2>&1", []),
    "tee": ("a | tee b", ["b"]),
    "curl": ("curl -o a.json https://example.com", ["a.json"]),
    "curl as it is called there": ("curl -sSLO https://example.com/v1/kubectl?x=y", ["kubectl"]),
    "wget": ("wget -q https://example.com/tools.tgz", ["tools.tgz"]),
    "terraform": ("terraform plan -out=dr.plan", ["dr.plan"]),
    "a bucket": ("aws s3 cp s3://b/k a.json", ["a.json"]),
    "to a bucket": ("aws s3 cp a.json s3://b/k", []),
    "a clone": ("git clone https://example.com/ops/tools.git", ["tools"]),
}


@pytest.mark.parametrize(("text", "expected"), WRITES.values(), ids=WRITES)
def test_files_that_a_command_makes(text: str, expected: list[str]) -> None:
    assert [path for each in commands(text) for path in each.writes] == expected


HOSTS = {
    "curl": ("curl -I https://api.example.com/health", ["api.example.com"]),
    "curl with a user": ("curl https://u:p@API.example.com:8443/x", ["api.example.com"]),
    "curl without a scheme": ("curl -s api.example.com/health", ["api.example.com"]),
    "curl with words": ("curl -H 'Host: x.example.com' -o out.json https://a.example.com", ["a.example.com"]),
    "dig": ("dig +short api.example.com @8.8.8.8", ["api.example.com"]),
    "nslookup": ("nslookup api.example.com.", ["api.example.com"]),
    "psql": ("psql -h db.example.com -U x", ["db.example.com"]),
    "psql with a URL": ("psql postgresql://u:p@db.example.com/x", ["db.example.com"]),
    "psql with words": ("psql 'host=db.example.com dbname=x'", ["db.example.com"]),
    "a variable": ("curl https://$HOST/health", []),
    "an address": ("curl http://10.0.0.1/health; ping 10.0.0.1", []),
    "no host": ("curl --help; jq .a.b", []),
    "the AWS CLI": ("aws s3 ls --endpoint-url https://x.example.com", []),
}


@pytest.mark.parametrize(("text", "expected"), HOSTS.values(), ids=HOSTS)
def test_hosts_that_a_command_asks(text: str, expected: list[str]) -> None:
    assert [host for each in commands(text) for host in each.hosts] == expected


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    top = tmp_path / "repo"
    for name in ("scripts/a.sh", "docs/dr/b.sh", "docs/dr/k8s/c.yaml"):
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).touch()
    (tmp_path / "beyond.sh").touch()
    (top / "out").symlink_to(tmp_path)
    (top / "in").symlink_to(top / "scripts")
    (top / "dangling.sh").symlink_to("nowhere")
    return top


@pytest.mark.parametrize(
    ("text", "exists", "outside"),
    [
        ("./scripts/a.sh", True, False),
        ("bash b.sh", True, False),
        ("bash k8s/../b.sh", True, False),
        ("kubectl apply -k k8s", True, False),
        ("in/a.sh", True, False),
        ("../../scripts/a.sh", True, False),  # from the document's folder
        ("./scripts/A.sh", False, False),
        ("bash none.sh", False, False),
        ("bash scripts/a.sh/x", False, False),
        ("bash dangling.sh", False, False),
        ("out/beyond.sh", False, False),  # out of one start, missing from the other
        ("../../../beyond.sh", None, True),
        ("cd k8s; psql -f c.yaml", True, False),
        ("cd $X; bash none.sh", None, False),
        ("~/x.sh", None, True),
        ("bash " + "a/" * 400 + "x", False, False),
    ],
)
def test_files_are_looked_for_from_the_top_and_from_the_folder(
    repository: Path,
    text: str,
    exists: bool | None,  # noqa: FBT001
    outside: bool,  # noqa: FBT001
) -> None:
    disk = OnDisk(Disk(repository))
    folder = disk.folder(str(repository / "docs" / "dr"))
    assert folder == "docs/dr"
    (path,) = looked_for(commands(text)[-1], disk, folder).paths
    assert (path.exists, path.outside) == (exists, outside)


def test_nothing_beyond_the_repository_is_looked_at(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed: list[str] = []
    really = os.listdir
    monkeypatch.setattr(os, "listdir", lambda folder: listed.append(str(folder)) or really(folder))
    disk = OnDisk(Disk(repository))
    for text in ("bash ../../../beyond.sh", "bash out/beyond.sh", "bash /etc/passwd", "bash ~/x", "bash out/../../x"):
        looked_for(only(text), disk, "docs/dr")
    assert all(Path(each).resolve().is_relative_to(repository.resolve()) for each in listed)
