"""Where a runbook is kept, in the ways that people write places."""

from __future__ import annotations

import pytest

from drlint.catalog.registry import load
from drlint.estate.join import join
from drlint.readers.documents.reader import read_document
from drlint.readers.hcl.reader import read_source
from drlint.recovery.kept import Place, places_of
from drlint.recovery.lost_region import Lost

CATALOG = load()
SOURCE = """
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "far"
  region = "eu-central-1"
}
resource "aws_s3_bucket" "near" { bucket = "near" }
resource "aws_s3_bucket" "far" {
  provider = aws.far
  bucket   = "far"
}
"""


def places(*locations: str) -> list[Place]:
    text = "runbook:\n  name: Failover\n  locations:\n" + "".join(f"    - {each!r}\n" for each in locations)
    read = read_source(SOURCE, uri="main.tf", root="", catalog=CATALOG)
    document = read_document(text.encode(), uri="dr/failover.yaml", root="dr")
    estate = join((*read.judged, *document.resources), CATALOG, regions=read.regions)
    return list(places_of(document.resources[0], estate, Lost("eu-west-1")))[1:]


@pytest.mark.parametrize(
    "location",
    ["s3://far/a.md", "arn:aws:s3:::far/a.md", "https://far.s3.eu-central-1.amazonaws.com/a.md", "s3://far"],
)
def test_a_bucket_counts_by_its_region(location: str) -> None:
    assert places(location) == [Place("S3 in eu-central-1")]


@pytest.mark.parametrize("location", ["s3://near/a.md", "https://s3.eu-west-1.amazonaws.com/near/a.md"])
def test_a_bucket_in_the_lost_region_is_lost(location: str) -> None:
    assert places(location) == [Place("S3 in eu-west-1", lost=True)]


def test_an_address_names_the_region_of_a_bucket_out_of_view() -> None:
    assert places("https://other.s3.us-west-2.amazonaws.com/a.md") == [Place("S3 in us-west-2")]
    (unseen,) = places("s3://other/a.md")
    assert unseen.doubt is not None


@pytest.mark.parametrize(
    "location", ["this repository", "git", "https://github.com/example/dr", "https://git.example.com/dr", "dr/copy.md"]
)
def test_what_is_the_repository_is_no_second_place(location: str) -> None:
    assert places(location) == []


@pytest.mark.parametrize("location", ["https://[::1", "https://", "://", "s3://", "arn:aws:s3:::", "a://b@:c/"])
def test_what_is_no_address_is_a_place_or_nothing(location: str) -> None:
    assert len(places(location)) <= 1


def test_two_buckets_of_one_region_are_one_place() -> None:
    assert (
        len(places("s3://far/a.md", "arn:aws:s3:::far/b.md", "printed, in the safe", "https://wiki.example.com/a")) == 3
    )
