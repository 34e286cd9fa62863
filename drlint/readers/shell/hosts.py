"""Tells which hosts a command asks, by its words alone; nobody asks them here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from drlint.model.procedure import Word

_HOST: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,62}(?:\.[A-Za-z0-9_-]{1,63})+\.?")
_ADDRESS: Final = re.compile(r"[\d.]+")
_OF_URLS: Final = frozenset({"curl", "wget", "http", "https", "xh", "ab", "hey", "wrk", "k6", "vegeta"})
_OF_NAMES: Final = frozenset({"dig", "nslookup", "host", "ping", "nc", "ncat", "telnet", "traceroute", "mtr", "getent"})
_BY_OPTION: Final = {
    "psql": ("-h", "--host"),
    "pg_isready": ("-h", "--host"),
    "pg_dump": ("-h", "--host"),
    "pg_restore": ("-h", "--host"),
    "mysql": ("-h", "--host"),
    "mysqladmin": ("-h", "--host"),
    "mysqldump": ("-h", "--host"),
    "redis-cli": ("-h",),
    "mongosh": ("--host",),
}
_URL: Final = re.compile(r"(?:https?|postgres(?:ql)?|mysql|redis|rediss|mongodb)://", re.IGNORECASE)
_KEYWORD: Final = re.compile(r"\bhost=([^\s;']+)")  # psql "host=db.example.com dbname=x"
# Options of these whose word is a value and no host.
_VALUES: Final = frozenset({
    "-H", "--header", "-d", "--data", "--data-raw", "--data-binary", "-A", "--user-agent", "-e", "--referer", "-x",
    "--proxy", "-o", "--output", "-u", "--user", "-F", "--form", "-w", "--write-out", "-c", "-n", "--resolve",
    "--connect-to", "-b", "--cookie", "--cacert", "-E", "--cert", "-O", "-p", "-W", "-i", "-t", "-T",
})  # fmt: skip
_LONGEST: Final = 253


def hosts_named(program: str, words: tuple[Word, ...]) -> tuple[str, ...]:
    """The names of hosts that a command asks, in small letters; only literal names, no addresses."""
    found = dict.fromkeys(each for said in _named(program, words) if (each := _host(said)))
    return tuple(found)


def _named(program: str, words: tuple[Word, ...]) -> Iterator[str]:
    options = _BY_OPTION.get(program, ())
    if program not in _OF_URLS and program not in _OF_NAMES and not options:
        return
    before = ""
    for each in words:
        text = each.text
        if text is None or (before in _VALUES and before not in options):
            before = text or ""
            continue
        name, _, value = text.partition("=")
        if before in options:
            yield text
        elif name in options and value:
            yield value
        elif _URL.match(text) or name == "--url":
            yield _of_url(value if name == "--url" else text)
        elif options:
            yield from _KEYWORD.findall(text)
        elif program in _OF_URLS and not text.startswith("-") and before != "-X":
            yield _of_url(f"https://{text}")
        elif program in _OF_NAMES and not text.startswith(("-", "@", "+")):
            yield text
        before = text


def _of_url(text: str) -> str:
    try:
        return urlsplit(text).hostname or ""
    except ValueError:
        return ""


def _host(said: str) -> str | None:
    if len(said) > _LONGEST or _HOST.fullmatch(said) is None or _ADDRESS.fullmatch(said):
        return None
    return said.rstrip(".").lower()
