"""One run of `scaffold`: what is known of the estate, what was asked for, and what was made so far."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from drlint.cli.declared import Declared, Root
from drlint.cli.judged import Judged
from drlint.cli.scaffolds.beside import Beside
from drlint.edits.desk import Desk


class Building:
    """`region` is the recovery Region that was asked for; `vaults` are those that copies go to, by root and Region."""

    def __init__(
        self,
        *,
        given: Declared,
        judged: Judged,
        desk: Desk,
        what: Sequence[str],
        region: str | None,
        provider_regions: Mapping[str, str],
    ) -> None:
        self.given = given
        self.judged = judged
        self.desk = desk
        self.what = what
        self.region = region
        self.provider_regions = provider_regions
        self.vaults: dict[tuple[str, str], str] = {}
        self._beside: dict[str, Beside] = {}

    def beside(self, root: Root, path: str) -> Beside:
        """The folder of a file, as the place of new resources."""
        folder = os.path.dirname(os.path.realpath(path))  # noqa: PTH120
        if folder not in self._beside:
            self._beside[folder] = Beside(root, folder, self.desk)
        return self._beside[folder]
