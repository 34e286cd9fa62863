"""Documents are told from what other tools keep in YAML and Markdown, wherever they lie."""

from __future__ import annotations

import pytest
from whole_documents import ALL

from drlint.model.errors import UnreadableError, UnrecognisedError
from drlint.readers.documents.reader import read_document
from drlint.readers.documents.recognition import looks_like_document

OTHERS = {
    "values of a chart": "workload:\n  name: web\n  replicas: 2\n  image: {tag: b}\nservice: {port: 80}\n",
    "values with a strategy": "workload: {strategy: RollingUpdate, tier: backend}\n",
    "values with a text": "workload: deployment\nimage: {tag: a}\n",
    "values with a switch": "drill: true\nreplicaCount: 1\n",
    "a tool's settings": "drill: {type: hammer, size: 8mm}\n",
    "a manifest": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nworkload: {rto: 1}\n",
    "a catalog of services": "name: shop\nowner: team\nrunbook: https://wiki.example/shop\n",
    "an alert": "alert: Down\nrunbook: https://wiki.example/down\nlabels: {severity: page}\n",
    "a template": "{{- if .Values.workload }}\nworkload: {{ .Values.workload | quote }}\n{{- end }}\n",
    "settings that cannot be parsed": "workload: [\nimage: a\n",
    "settings with aliases": "a: &a {x: y}\nworkload: *a\n",
    "manifests": "apiVersion: v1\nkind: A\n---\nkind: B\nworkload: c\n",
    "an API": "openapi: 3.0.0\nrunbook: {steps: []}\n",
    "a list": "- runbook: a\n",
    "a test plan of others": "test_plan: {suite: smoke, retries: 3}\n",
}
OURS = {
    **ALL,
    "a runbook in short": "runbook: Move\nsteps: [a]\n",
    "a workload with little": "workload: {name: shop, tier: 1, owner: team}\n",
    "a workload with a slip": "workload: {name: shop, onwer: team, rto: 4h}\n",
    "JSON": '{"runbook": {"name": "a", "steps": []}}',
    "quoted": '"runbook":\n  name: a\n  steps: []\n',
    "with a mark": "\ufeffrunbook: Move\nsteps: []\n",
    "after a comment": "# ours\n---\nrunbook: Move\nsteps: []\n",
}
BROKEN = {
    "a runbook that cannot be parsed": "runbook: [\nsteps: a\n",
    "two documents": "runbook: a\nsteps: []\n---\nrunbook: b\n",
    "an alias": "runbook: a\nsteps: &a []\nrollback: *a\n",
    "Windows-1252": b"runbook: J\xf6rg\nsteps: []\n",
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_others_keep_is_none_of_ours_in_a_folder(name: str) -> None:
    data = OTHERS[name].encode()
    if looks_like_document(data, "a.yaml"):
        with pytest.raises(UnrecognisedError):
            read_document(data, uri="a.yaml", root="", is_named=False)


@pytest.mark.parametrize("name", OURS)
def test_what_is_ours_is_found_in_a_folder(name: str) -> None:
    data = OURS[name].encode()
    assert looks_like_document(data, "a.yaml")
    assert len(read_document(data, uri="a.yaml", root="", is_named=False).resources) == 1


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_ours_and_broken_is_no_stranger(name: str) -> None:
    said = BROKEN[name]
    data = said if isinstance(said, bytes) else said.encode()
    assert looks_like_document(data, "a.yaml")
    with pytest.raises(UnreadableError):
        read_document(data, uri="a.yaml", root="", is_named=False)


def test_a_file_may_speak_of_several_kinds() -> None:
    text = "workload: {name: shop, tier: 1}\ndrill: {date: 2026-01-01, rto: 4h}\n"
    found = read_document(text.encode(), uri="a.yaml", root="")
    assert [each.kind for each in found.resources] == ["workload", "drill"]


def test_a_kind_as_a_word_beside_another_is_what_that_is_about() -> None:
    text = "drill:\n  date: 2026-01-01\n  rto: 4h\nworkload: shop\nrunbook: Move\n"
    found = read_document(text.encode(), uri="a.yaml", root="")
    assert not found.blind_spots
    (drill,) = found.resources
    assert (drill.kind, drill["covers"], drill["runbooks"]) == ("drill", ("shop",), ("Move",))
    (runbook,) = read_document(b"runbook: Move\nworkload: shop\nsteps: [a]\n", uri="a.yaml", root="").resources
    assert (runbook.kind, runbook["covers"]) == ("runbook", ("shop",))


def test_what_stands_beside_two_documents_may_be_of_either() -> None:
    text = "workload: {name: shop}\nrunbook: {name: Move}\nsteps: [a]\nrto: 4h\n"
    found = read_document(text.encode(), uri="a.yaml", root="")
    assert not found.blind_spots
    assert [each.kind for each in found.resources] == ["workload", "runbook"]
