"""The `drlint` command; each subcommand is imported only when it is called."""

from __future__ import annotations

import gc
import importlib
import keyword
import os
import sys

import click

from drlint import __version__
from drlint.cli import commands
from drlint.model.errors import DrlintError
from drlint.model.nearness import near

_INTERRUPTED = 130
_BROKEN = 5


class _Commands(click.Group):
    """Finds commands by their file's name, so that starting one does not import the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        # not pathlib or pkgutil, which cost more than all the rest of `--version`
        names = (entry.partition(".")[0] for entry in os.listdir(commands.__path__[0]) if entry.endswith(".py"))  # noqa: PTH208
        return sorted(name.rstrip("_") for name in names if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        name = cmd_name.replace("-", "_") + ("_" if keyword.iskeyword(cmd_name) else "")
        module = importlib.import_module(f"{commands.__name__}.{name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            said = error.message.rstrip(".") + near(args[0], self.list_commands(ctx))
            raise click.UsageError(said, ctx) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="drlint", message="%(prog)s %(version)s")
def cli() -> None:
    """Checks whether what runs on AWS can be recovered after a disaster."""


def main() -> None:
    """Run the command line and exit with one of the documented codes."""
    # One command makes many objects and hardly a cycle; looking for cycles took a quarter of the time of a large plan.
    gc.disable()
    try:
        code = cli.main(standalone_mode=False)
    except DrlintError as error:
        code = _complained(str(error), 2)
    except click.exceptions.Abort:
        code = _INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except OSError as error:
        code = _complained(f"{error.filename or 'a file'}: cannot be used: {error.strerror}", 2)
    except MemoryError:
        click.echo("drlint: there is not enough memory for this input; nothing was judged", err=True)
        code = _BROKEN
    except Exception as error:  # a mistake of ours must not end with 1, which means findings
        if sys.flags.dev_mode:
            raise
        code = _complained(f"{_whereabouts(error)}; this is a mistake in drlint, please report it", _BROKEN)
    gc.freeze()  # else the interpreter looks through everything once more before it goes
    sys.exit(code if isinstance(code, int) else 0)


def _complained(said: str, code: int) -> int:
    """The exit code, after one line on standard error in which no name from outside can do harm."""
    from drlint.reports.escape import terminal  # noqa: PLC0415 - not needed where all goes well

    click.echo(f"drlint: {terminal(said)}", err=True)
    return code


def _whereabouts(error: Exception) -> str:
    """Where and what broke; not its message, which may quote what the input holds."""
    import traceback  # noqa: PLC0415 - only a mistake needs it

    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        _, ours, path = frame.filename.replace("\\", "/").rpartition("/drlint/")
        if ours:
            return f"broke with {type(error).__name__} in {path}:{frame.lineno}"
    return f"broke with {type(error).__name__}"
