"""Parts the words of the action's `args` as a shell would, expanding nothing; each ends with a NUL."""

import os
import shlex
import sys


def main() -> int:
    """Exit code 1 where a quotation does not end."""
    try:
        words = shlex.split(os.environ["INPUT_ARGS"])
    except ValueError:
        return 1
    sys.stdout.buffer.write(b"".join(os.fsencode(word) + b"\0" for word in words))
    return 0


if __name__ == "__main__":
    sys.exit(main())
