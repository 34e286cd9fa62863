"""Whether each character of a text is one on the screen too, which is what Terraform counts."""

from __future__ import annotations

from typing import Final

from drlint.model.values import Unknown

UNMEASURED: Final = Unknown("a text with combined characters is not measured")

# Ranges of which characters join their neighbours, though their category does not say so
# (Unicode Standard Annex #29, grapheme cluster boundaries, 2026-11-25).
_JOINING = (
    (0x0E33, 0x0E33),
    (0x0EB3, 0x0EB3),
    (0x1100, 0x11FF),
    (0xA960, 0xA97F),
    (0xD7B0, 0xD7FF),
    (0xFF9E, 0xFF9F),
    (0x1F1E6, 0x1F1FF),
    (0x1F3FB, 0x1F3FF),
)
_JOINING_CATEGORIES = frozenset({"Mn", "Mc", "Me", "Cf"})


def is_plain(text: str) -> bool:
    """True where counting characters counts what Terraform counts; CR and LF together are one there."""
    if text.isascii():
        return "\r\n" not in text
    import unicodedata  # noqa: PLC0415 - most texts are ASCII

    return "\r\n" not in text and not any(
        unicodedata.category(each) in _JOINING_CATEGORIES or any(low <= ord(each) <= high for low, high in _JOINING)
        for each in text
        if not each.isascii()
    )


def composed(text: str) -> str:
    """A text in the normal form (NFC) in which Terraform keeps all of them."""
    if text.isascii():
        return text
    import unicodedata  # noqa: PLC0415 - most texts are ASCII

    return unicodedata.normalize("NFC", text)
