"""Runs git so that nothing of the repository that it looks at runs with it, and no network is opened."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from drlint.model.errors import DrlintError

SECONDS = 60
_MOST_SAID = 1024 * 1024
_TOGETHER = 128  # so many names are less than a pipe holds: git is not read from before all are written
_MOST_SKIPPED = 1024 * 1024 * 1024

# Hooks, a file system monitor and whatever a remote is reached through are programs that a repository's own
# configuration names. A clone without all objects would fetch what is missing: no protocol is allowed.
_HARMLESS = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.sshCommand=false",
    "protocol.allow=never",
    "credential.helper=",
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_KEPT = "GIT_CONFIG"  # by which a build server may say `safe.directory`


class Git:
    """Git in one repository, found outside of it."""

    def __init__(self, top: Path) -> None:
        """`top` is the repository's top folder; raises DrlintError where git is not installed."""
        self.top = top
        program = _program(top)
        self._start = [program, *(word for each in _HARMLESS for word in ("-c", each)), "--no-pager", "-C", str(top)]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or _KEPT in name}
        # Where `.git` is none, git would look further up and find another repository.
        self._environment = {**kept, **_ENVIRONMENT, "GIT_CEILING_DIRECTORIES": str(top.parent)}

    def said(self, *words: str) -> str | None:
        """What a command prints, None where it fails; `words` are never the user's own but behind `refs/`."""
        try:
            ran = subprocess.run(  # noqa: S603 - a list of words, no shell
                [*self._start, *words],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                env=self._environment,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise DrlintError(f"git {words[0]} did not answer within {SECONDS} s") from error
        except OSError as error:
            raise DrlintError(f"git cannot be run: {error.strerror}") from error
        if ran.returncode == 128:  # noqa: PLR2004 - git's own code for "this cannot be done here"
            self._refuse(ran.stderr)
        return None if ran.returncode else ran.stdout[:_MOST_SAID].decode("utf-8", "surrogateescape")

    def _refuse(self, complaint: bytes) -> None:
        line = complaint.decode("utf-8", "replace").partition("\n")[0].removeprefix("fatal: ")
        if "dubious ownership" in line:
            remedy = f"git config --global --add safe.directory {self.top}"
            raise DrlintError(f"--trusted-ref: git does not read {self.top}, which another user owns; {remedy}")
        raise DrlintError(f"--trusted-ref: git cannot read {self.top}: {line}")

    def objects(self) -> Objects:
        """A reader of objects that runs until it is closed."""
        try:
            process = subprocess.Popen(  # noqa: S603 - as above
                [*self._start, "cat-file", "--batch"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environment,
            )
        except OSError as error:
            raise DrlintError(f"git cannot be run: {error.strerror}") from error
        return Objects(process)


class Objects:
    """Objects by name, each read whole or not at all."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def read(self, name: str, largest: int) -> bytes | None:
        """An object's bytes, None where it is not here; raises DrlintError where it is too large.

        `name` is a hash, alone or with what git makes of it (`^{tree}`).
        """
        with self._watched():
            self._ask((name,))
            return self._answer(largest)
        return None  # git ends where it may not fetch what is missing

    def read_many(self, names: Sequence[str], largest: int) -> dict[str, bytes]:
        """The bytes of many objects, asked for together: those that are here and not too large."""
        found: dict[str, bytes] = {}
        for at in range(0, len(names), _TOGETHER):
            asked = names[at : at + _TOGETHER]
            with self._watched():
                self._ask(asked)
                for name in asked:
                    with suppress(DrlintError):
                        data = self._answer(largest)
                        found.update({} if data is None else {name: data})
        return found

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Waits for answers so long and no longer; that git ended otherwise is no error here."""
        late = threading.Event()
        watch = threading.Timer(SECONDS, self._give_up, (late,))
        watch.daemon = True
        watch.start()
        try:
            yield
        except (OSError, ValueError) as error:
            if late.is_set():
                raise DrlintError(f"git did not answer within {SECONDS} s") from error
        finally:
            watch.cancel()

    def _ask(self, names: Sequence[str]) -> None:
        into, _ = _pipes(self._process)
        into.write("".join(f"{name}\n" for name in names).encode())
        into.flush()

    def _answer(self, largest: int) -> bytes | None:
        """Raises ValueError or OSError where git ends without an answer."""
        _, out = _pipes(self._process)
        words = out.readline().split()
        if len(words) == 2 and words[1] in {b"missing", b"ambiguous"}:  # noqa: PLR2004 - git says these two words
            return None
        size = int(words[2] if len(words) > 2 else b"")  # noqa: PLR2004 - hash, type, size
        if size > largest:
            self._skip(out, size + 1)
            raise DrlintError(f"it is larger than {largest:,} bytes")
        data = out.read(size + 1)
        if len(data) != size + 1:
            message = "git ended"
            raise ValueError(message)
        return data[:size]

    def _skip(self, out: IO[bytes], left: int) -> None:
        """Leave out what is too large, so that the next object can be read; nobody waits long for what is huge."""
        if left > _MOST_SKIPPED:
            self.close()
            return
        while left > 0 and (got := out.read(min(left, _MOST_SAID))):
            left -= len(got)

    def _give_up(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()

    def close(self) -> None:
        """End the reader."""
        self._process.kill()
        for pipe in _pipes(self._process):
            try:
                pipe.close()
            except OSError:  # what was not sent is of no use any more
                continue
        self._process.wait()


def _pipes(process: subprocess.Popen[bytes]) -> Sequence[IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        message = "git was started without pipes"
        raise AssertionError(message)
    return process.stdin, process.stdout


def _program(top: Path) -> str:
    """Git by its whole path: neither one beside the code that is judged, nor one that is found relative to here."""
    folders = [each for each in os.get_exec_path() if os.path.isabs(each)]  # noqa: PTH117 - once for each of PATH
    outside = [each for each in folders if not Path(os.path.realpath(each)).is_relative_to(top)]
    found = shutil.which("git", path=os.pathsep.join(outside)) if outside else None
    if found is None:
        raise DrlintError("--trusted-ref needs git, which is not installed here (on PATH, outside of the repository)")
    return found
