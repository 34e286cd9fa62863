"""Where a module comes from, as its address says it, and what of that address may be shown."""

from __future__ import annotations

import pytest

from drlint.readers.hcl.module_sources import origin_of, without_secrets


@pytest.mark.parametrize(
    ("source", "kind", "host", "region", "bucket", "ref"),
    [
        ("./network", "local", None, None, None, None),
        ("../..", "local", None, None, None, None),
        ("hashicorp/consul/aws", "registry", "registry.terraform.io", None, None, None),
        ("acme/b/aws//modules/x", "registry", "registry.terraform.io", None, None, None),
        ("app.terraform.io/acme/b/aws", "registry", "app.terraform.io", None, None, None),
        ("github.com/acme/b", "git", "github.com", None, None, None),
        ("github.com/acme/b/c", "git", "github.com", None, None, None),
        ("git@github.com:acme/b.git?ref=v1", "git", "github.com", None, None, "v1"),
        ("git::ssh://git@example.com/b.git", "git", "example.com", None, None, None),
        ("git::codecommit::eu-west-1://b", "git", "git-codecommit.eu-west-1.amazonaws.com", "eu-west-1", None, None),
        (
            "git::https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/b?ref=x",
            "git",
            "git-codecommit.eu-west-1.amazonaws.com",
            "eu-west-1",
            None,
            "x",
        ),
        ("hg::http://example.com/b.hg?rev=9", "hg", "example.com", None, None, "9"),
        ("https://example.com/b.zip", "http", "example.com", None, None, None),
        ("gcs::https://www.googleapis.com/storage/v1/m/b.zip", "gcs", "www.googleapis.com", None, None, None),
        ("s3::https://s3-eu-west-1.amazonaws.com/m/b.zip", "s3", "s3-eu-west-1.amazonaws.com", "eu-west-1", "m", None),
        (
            "s3::https://m.s3.eu-west-1.amazonaws.com/b.zip",
            "s3",
            "m.s3.eu-west-1.amazonaws.com",
            "eu-west-1",
            "m",
            None,
        ),
        ("m-x-1.s3.amazonaws.com/b.zip", "s3", "m-x-1.s3.amazonaws.com", None, "m-x-1", None),
        ("s3::https://s3.amazonaws.com/m/b.zip", "s3", "s3.amazonaws.com", None, "m", None),
        ("", "other", "", None, None, None),
    ],
)
def test_where_a_module_comes_from(
    source: str, kind: str, host: str | None, region: str | None, bucket: str | None, ref: str | None
) -> None:
    found = origin_of(source)
    assert (found.kind, found.host, found.region, found.bucket, found.ref) == (kind, host, region, bucket, ref)
    assert found.shown == source
    assert bool(found.no_region) == (kind == "s3" and region is None)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("git::https://user:CANARY@example.com/b.git", "git::https://example.com/b.git"),
        ("git::https://CANARY@example.com/b.git?ref=v1", "git::https://example.com/b.git?ref=v1"),
        ("git::ssh://git@example.com/b.git?sshkey=CANARY&ref=v1", "git::ssh://git@example.com/b.git?ref=v1"),
        ("s3::https://s3.amazonaws.com/m/b.zip?aws_access_key_secret=CANARY", "s3::https://s3.amazonaws.com/m/b.zip"),
    ],
)
def test_an_address_is_shown_without_what_may_be_a_secret(source: str, shown: str) -> None:
    assert without_secrets(source) == shown
