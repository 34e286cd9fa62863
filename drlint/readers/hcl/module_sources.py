"""Takes a module's source address apart: what kind of place it is, on which host, in which Region, at which revision.

The forms: https://developer.hashicorp.com/terraform/language/modules/sources (2026-11-25).
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode

from msgspec import Struct

from drlint.model.arn import host_of, region_of_host

REGISTRY = "registry.terraform.io"
# Hosts whose addresses are repositories even without `git::`; Terraform refuses them as registries.
_REPOSITORIES = ("github.com", "bitbucket.org", "gitlab.com")
_NAME = r"[0-9A-Za-z](?:[0-9A-Za-z_-]{0,62}[0-9A-Za-z])?"
_IN_REGISTRY = re.compile(rf"^(?:(?P<host>[^/\s]+[.:][^/\s]+|localhost)/)?{_NAME}/{_NAME}/[0-9a-z]{{1,64}}(?://.*)?$")
_FORCED = re.compile(r"^([A-Za-z0-9]+)::(.+)$", re.DOTALL)
_BY_SSH = re.compile(r"^(?:[\w.-]+@)([\w.-]+):")
# The helper git-remote-codecommit: codecommit::eu-west-1://profile@repository, the Region and the profile optional.
_CODECOMMIT = re.compile(r"^codecommit(?:::([a-z0-9-]+))?://")
_BUCKET_FIRST = re.compile(r"^(?P<bucket>.+?)\.s3[.-]")
_S3_ENDPOINT = re.compile(r"(^|\.)s3[.-].*amazonaws\.")
_GITS = frozenset({"git", "ssh"})
# Of what stands behind the question mark the rest may be credentials (sshkey, aws_access_key_id …).
_HARMLESS = frozenset({"ref", "rev", "depth", "version", "archive", "checksum"})
_KNOWN = frozenset({"git", "hg", "s3", "gcs", "http", "https", "oci"})


class Origin(Struct, frozen=True, kw_only=True):
    """Where a module comes from; `shown` is its address without what may be a secret.

    `kind` is local, registry, git, hg, s3, gcs, http, oci or other. `no_region` says why the Region of a place in AWS
    is not known, empty where it is known or the place is none of AWS's.
    """

    kind: str
    shown: str
    host: str | None = None
    region: str | None = None
    no_region: str = ""
    bucket: str | None = None
    ref: str | None = None


def origin_of(source: str) -> Origin:
    """Where `terraform init` takes a module with that source from."""
    if source.startswith(("./", "../", "/", ".\\", "..\\")) or source in {".", ".."}:
        return Origin(kind="local", shown=source)
    registry = _IN_REGISTRY.match(source)
    if registry is not None and registry["host"] not in _REPOSITORIES:
        host = registry["host"] or REGISTRY
        return Origin(kind="registry", shown=source, host=host_of(host), region=region_of_host(host))
    forced = _FORCED.match(source)
    kind, address = (forced[1].lower(), forced[2]) if forced and not _CODECOMMIT.match(source) else ("", source)
    return _fetched(kind, address, without_secrets(source))


def _fetched(kind: str, address: str, shown: str) -> Origin:
    """A place that is neither a folder nor a registry."""
    helper = _CODECOMMIT.match(address)
    ref = _asked(address, "rev" if kind == "hg" else "ref")
    if helper is not None:
        why = "" if helper[1] else "the Region of a CodeCommit repository without one in its address is the profile's"
        host = f"git-codecommit.{helper[1]}.amazonaws.com" if helper[1] else "git-codecommit"
        return Origin(kind="git", shown=shown, host=host, region=helper[1], no_region=why, ref=ref)
    by_ssh = _BY_SSH.match(address) if "://" not in address else None
    host = by_ssh[1].lower() if by_ssh else host_of(address)
    scheme = address.partition("://")[0].lower() if "://" in address else ""
    if not kind:
        kind = _detected(host, scheme, is_ssh=by_ssh is not None, has_path="/" in address)
    if kind in _GITS:
        return Origin(kind="git", shown=shown, host=host, region=region_of_host(host), ref=ref)
    if kind == "s3":
        return _in_bucket(host, address, shown)
    known = kind if kind in _KNOWN else "other"
    return Origin(
        kind="http" if known == "https" else known, shown=shown, host=host, region=region_of_host(host), ref=ref
    )


def _detected(host: str, scheme: str, *, is_ssh: bool, has_path: bool) -> str:
    """The kind of an address that does not say it."""
    if is_ssh:
        return "git"
    if scheme:
        return scheme
    if host in _REPOSITORIES:
        return "git"
    if _S3_ENDPOINT.search(host):
        return "s3"
    if host == "www.googleapis.com":
        return "gcs"
    return "https" if has_path and "." in host else "other"


def _in_bucket(host: str, address: str, shown: str) -> Origin:
    """A module in a bucket, which stands before the endpoint's name or first in the path."""
    first = _BUCKET_FIRST.match(host)
    path = (address.partition("://")[2] or address).partition("/")[2]
    bucket = first["bucket"] if first else path.partition("/")[0]
    region = region_of_host(host)
    why = "" if region else f"the address does not say in which Region the bucket {bucket[:80]} stands"
    return Origin(kind="s3", shown=shown, host=host, region=region, no_region=why, bucket=bucket or None)


def _asked(address: str, name: str) -> str | None:
    """What an address asks for behind its question mark."""
    return dict(parse_qsl(address.partition("?")[2])).get(name)


def without_secrets(source: str) -> str:
    """The address without passwords and tokens, and without all of a query that may be one."""
    plain = re.sub(r"(?<=://)[^/?@]*@", lambda user: user[0] if user[0] == "git@" else "", source)
    before, mark, query = plain.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query) if name in _HARMLESS]
    return f"{before}?{urlencode(kept, safe='/:')}" if mark and kept else before
