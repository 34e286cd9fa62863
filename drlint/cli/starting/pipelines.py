"""The workflow of GitHub Actions that `drlint init` writes, and the job that it shows to users of GitLab."""

from __future__ import annotations

import json

from drlint.cli.starting.origin import Origin

NAME = ".github/workflows/drlint.yml"

# The commits of these releases, as the actions' repositories had them on 2026-11-26.
_CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"
_PYTHON = "actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0"
_UPLOAD = "github/codeql-action/upload-sarif@8aad20d150bbac5944a9f9d289da16a4b0d87c1e # v4.36.2"

_WORKFLOW = """\
# Tells of every pull request what would not survive a disaster. Written by `drlint init`.
# It fails none as long as drlint.yaml has  rollout: {"*": observe}.
name: drlint

on:
  pull_request:
  push:
    branches: [main, master]
  workflow_dispatch:

permissions: {}

jobs:
  drlint:
@IF@    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: read
    env:
      DRLINT_SOURCE: @SOURCE@
      DRLINT_COMMIT: @COMMIT@
      DRLINT_PATH: @PATH@
    steps:
      - uses: @CHECKOUT@
        with:
          persist-credentials: false
      - uses: @PYTHON@
        with:
          python-version: "3.13"
      - name: Install drlint
        # -I: nothing in the repository is taken for a module of Python
        run: |
          python -I -m venv "$RUNNER_TEMP/drlint"
          "$RUNNER_TEMP/drlint/bin/pip" install --quiet "git+$DRLINT_SOURCE@$DRLINT_COMMIT"
      - name: Check
        # The job's summary has the whole report. Before anything blocks, say `fetch-depth: 0` above and, before -o,
        #   ${GITHUB_BASE_REF:+--trusted-ref "origin/$GITHUB_BASE_REF"}
        # so that no pull request rules its own gate.
        run: '"$RUNNER_TEMP/drlint/bin/drlint" check -o sarif=drlint.sarif "$DRLINT_PATH"'
      # Once the rollout is at warn or block, this shows findings on the lines of the pull request; it needs
      # `security-events: write` above.
      # - uses: @UPLOAD@
      #   if: ${{ !cancelled() }}
      #   with: {sarif_file: drlint.sarif}
"""
_UNTIL = """\
    # Set the repository's variables DRLINT_SOURCE (https://…/drlint.git) and DRLINT_COMMIT (the commit that you looked
    # at, in full): from there drlint is installed. Until then the job is skipped.
    if: vars.DRLINT_SOURCE != '' && vars.DRLINT_COMMIT != ''
"""

_JOB = """\
drlint:
  image: python:3.13
  variables: {DRLINT_SOURCE: @SOURCE@, DRLINT_COMMIT: @COMMIT@, DRLINT_PATH: @PATH@}
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event" && $DRLINT_SOURCE
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $DRLINT_SOURCE
  script:
    - python -I -m venv /opt/drlint
    - /opt/drlint/bin/pip install --quiet "git+$DRLINT_SOURCE@$DRLINT_COMMIT"
    # Before anything blocks, take the gate from the target branch, so that no merge request rules its own:
    # git fetch it to refs/remotes/origin and add --trusted-ref, as docs/examples/gitlab-ci.yml of drlint does.
    - /opt/drlint/bin/drlint check -o gitlab=gl-code-quality-report.json -o junit=drlint.xml "$DRLINT_PATH"
  artifacts:
    when: always
    reports: {codequality: gl-code-quality-report.json, junit: drlint.xml}
"""


def workflow_text(origin: Origin, place: str) -> str:
    """The whole workflow; where drlint's origin is not known, it waits for two variables of the repository."""
    known = bool(origin.url)
    return _filled(
        _WORKFLOW,
        IF="" if known else _UNTIL,
        SOURCE=origin.url if known else "${{ vars.DRLINT_SOURCE }}",
        COMMIT=origin.commit if known else "${{ vars.DRLINT_COMMIT }}",
        PATH=json.dumps(place or "."),
        CHECKOUT=_CHECKOUT,
        PYTHON=_PYTHON,
        UPLOAD=_UPLOAD,
    )


def gitlab_job(origin: Origin, place: str) -> str:
    """A job for `.gitlab-ci.yml`; where drlint's origin is not known, it runs once DRLINT_SOURCE says so."""
    return _filled(_JOB, SOURCE=json.dumps(origin.url), COMMIT=json.dumps(origin.commit), PATH=json.dumps(place or "."))


def _filled(template: str, **words: str) -> str:
    for name, word in words.items():
        template = template.replace(f"@{name}@", word)
    return template
