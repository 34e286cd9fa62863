"""Says on standard error how far collecting is: a bar where somebody watches, else a line every few seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from drlint.readers.aws.accounts import Regions
from drlint.readers.aws.calls import Caller
from drlint.readers.aws.collecting import Progress
from drlint.readers.inventory.shape import Gap, UnitRead
from drlint.reports.escape import terminal

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

_EVERY = 5.0  # seconds between lines where nobody watches
_SHOWN = 20
_REGIONS = 40
_SLOW = 10.0  # seconds


class Telling:
    """Tells of one run."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._began = self._last = time.monotonic()
        self._gaps: list[Gap] = []  # the first of them
        self._number = 0
        self._bar: Bar | None = None

    def begin(self, asked: Sequence[tuple[Caller, Regions]], endpoint: str) -> None:
        """What is going to be read, and what is not."""
        if endpoint:
            self._say(f"AWS_ENDPOINT_URL is set: {endpoint} answers in AWS's place")
        regions = list(dict.fromkeys(region for _, found in asked for region in found.enabled))
        some = ", ".join(regions[:_REGIONS]) + (" …" if len(regions) > _REGIONS else "")
        who = f"account {asked[0][0].account}" if len(asked) == 1 else f"{len(asked):,} accounts"
        if not self._quiet:
            self._say(f"{who}, {len(regions)} Region{'s' * (len(regions) != 1)}: {some}")
        refused = [(caller.account, why) for caller, found in asked for _, why in found.refused]
        for account, why in refused[:_SHOWN]:
            self._say(f"{account}: {why.reason}" + (f"; {why.remedy}" if why.remedy else ""))
        if len(refused) > _SHOWN:
            self._say(f"{len(refused) - _SHOWN:,} more accounts or Regions are not read; drlint check lists them")

    def unit(self, progress: Progress, read: UnitRead) -> None:
        """A unit is done."""
        missed = [gap for gap in read.gaps if not gap.optional]
        self._gaps += missed[: _SHOWN - len(self._gaps)]
        self._number += len(missed)
        if self._quiet:
            return
        if sys.stderr.isatty():
            self._draw(progress)
            return
        now = time.monotonic()
        if progress.done == progress.units or now - self._last > _EVERY:
            self._last = now
            self._say(self.said(progress))

    def said(self, progress: Progress) -> str:
        """How far it is, how fast, and what takes long."""
        rate = (progress.done - progress.kept) / max(time.monotonic() - self._began, 0.001)
        parts = [
            f"{progress.done:,} of {progress.units:,} units",
            f"{rate:.1f} a second",
            f"{progress.resources:,} resources",
        ]
        slow = progress.slowest
        if slow is not None and slow[1] > _SLOW:
            unit, seconds = slow
            parts.append(f"{unit.account}/{unit.region}/{unit.service} takes {seconds:.0f} s so far")
        return ", ".join(parts)

    def _draw(self, progress: Progress) -> None:
        """A bar with a line that is renewed four times a second, whether anything gets done or not."""
        if self._bar is None:
            from rich.console import Console  # noqa: PLC0415 - only a terminal pays for it
            from rich.progress import BarColumn, ProgressColumn  # noqa: PLC0415
            from rich.progress import Progress as Made  # noqa: PLC0415
            from rich.text import Text  # noqa: PLC0415

            telling = self

            class Said(ProgressColumn):
                def render(self, _: object) -> Text:
                    return Text(terminal(telling.said(progress)))

            self._bar = Made(BarColumn(20), Said(), console=Console(stderr=True), refresh_per_second=4, transient=True)
            self._bar.add_task("", total=progress.units)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=progress.done)

    def close(self) -> None:
        """Draw no more."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def end(self, progress: Progress, output: str, *, is_audit: bool) -> None:
        """What there is now, and what could not be read."""
        self.close()
        for gap in () if is_audit else self._gaps:  # of which an audit's report tells
            remedy = f"; {gap.remedy}" if gap.remedy else ""
            self._say(f"{gap.account}/{gap.region}: {gap.action}: {gap.reason}{remedy}")
        if self._number > _SHOWN and not is_audit:
            self._say(f"{self._number - _SHOWN:,} more calls were not answered; drlint check lists them")
        seconds = time.monotonic() - self._began
        kept = f", {progress.kept:,} units kept from before" if progress.kept else ""
        said = f"{output}: {progress.resources:,} resources of {progress.units:,} units{kept}, {seconds:.0f} s"
        if not is_audit:
            click.echo(f"{said}; next: drlint check {output}")
        elif not self._quiet:
            self._say(said)

    def interrupted(self) -> None:
        """Somebody had enough."""
        self.close()
        self._say("interrupted; what was read is kept, and --resume goes on")
        sys.stderr.flush()

    def _say(self, line: str) -> None:
        click.echo(f"drlint: {terminal(line)}", err=True)
