"""What a framework and one of its controls are to drlint."""

from __future__ import annotations

import re

from msgspec import Struct


class Control(Struct, frozen=True, kw_only=True):
    """One requirement, in our own words: `shows` is what reading code, plans and states can tell, `beyond` what not."""

    id: str
    title: str
    shows: str
    beyond: str


class Framework(Struct, frozen=True, kw_only=True):
    """A published set of controls; `form` is how ids look, `source` has its text; ours was `checked` on a day."""

    key: str
    name: str
    edition: str
    form: str
    source: str
    checked: str
    controls: tuple[Control, ...]
    note: str = ""

    def control(self, name: str) -> Control | None:
        """What is known of a control; None where the table says nothing of it."""
        return next((each for each in self.controls if each.id == name), None)

    def has(self, name: str) -> bool:
        """Whether there is such a control, also one of which the table says nothing."""
        return self.control(name) is not None or re.fullmatch(self.form, name) is not None
