"""Which files a command makes, so that nobody misses them in the repository."""

from __future__ import annotations

import re
from typing import Final

from drlint.model.procedure import Word

# By program: the options whose word is a file that it makes.
_BY_OPTION: Final = {
    "curl": ("-o", "--output"),
    "wget": ("-O", "--output-document"),
    "terraform": ("-out", "--out"),
    "tofu": ("-out", "--out"),
    "pg_dump": ("-f", "--file"),
    "pg_dumpall": ("-f", "--file"),
    "mysqldump": ("-r", "--result-file"),
    "openssl": ("-out",),
}
_OF_AWS: Final = frozenset({"--kubeconfig", "--outfile"})
_REMOTE: Final = re.compile(r"-[a-zA-Z]*O[a-zA-Z]*")
_ALL: Final = frozenset({"tee", "touch", "mkdir"})
_LAST: Final = frozenset({"cp", "mv", "install", "ln", "rsync", "scp", "unzip"})


def written_by(program: str, words: tuple[Word, ...]) -> tuple[str, ...]:
    """The files and folders that a command makes, as far as its words tell."""
    texts = [each.text or "" for each in words]
    if program in _ALL:
        return tuple(text for text in texts if text and not text.startswith("-"))
    if program in _LAST:
        return tuple(texts[-1:])
    if program == "git" and "clone" in texts:
        last = texts[-1].rstrip("/").rpartition("/")[2].removesuffix(".git")
        return (last,) if last else ()
    if program == "aws":
        return tuple(_of_aws(texts))
    if program in {"curl", "wget"} and (named := _named_as_there(program, texts)):
        return named
    options = _BY_OPTION.get(program, ())
    return tuple(_words_of(texts, options))


def _named_as_there(program: str, texts: list[str]) -> tuple[str, ...]:
    """What `curl -LO` and plain `wget` write: a file called as the last part of the URL."""
    if program == "curl" and not any(text == "--remote-name" or _REMOTE.fullmatch(text) for text in texts):
        return ()
    if program == "wget" and any(text.startswith(("-O", "--output-document")) for text in texts):
        return ()
    urls = [text.partition("?")[0] for text in texts if "://" in text]
    return tuple(name for each in urls if (name := each.rpartition("/")[2]))


def _words_of(texts: list[str], options: tuple[str, ...]) -> list[str]:
    found = [texts[at + 1] for at, text in enumerate(texts[:-1]) if text in options]
    return found + [text.partition("=")[2] for text in texts if text.partition("=")[0] in options and "=" in text]


def _of_aws(texts: list[str]) -> list[str]:
    """`aws s3 cp s3://… here`, and the file that `lambda invoke`, `s3api get-object` … write."""
    plain = [text for text in texts if not text.startswith("-")] if texts[:1] == ["s3"] else []
    if len(plain) > 3:  # noqa: PLR2004 - s3, cp, from, to
        return [text for text in plain[3:4] if not text.startswith("s3://")]
    if tuple(texts[:2]) in {("lambda", "invoke"), ("s3api", "get-object"), ("glacier", "get-job-output")}:
        return texts[-1:]
    return [] if _OF_AWS.isdisjoint(texts) else _words_of(texts, tuple(_OF_AWS))
