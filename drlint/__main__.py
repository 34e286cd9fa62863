"""`python -m drlint`."""

import os
import sys

# Python looks for modules in the working directory first, where the code that is judged may have a `yaml.py`.
if not sys.flags.safe_path and sys.path and sys.path[0] in {"", os.getcwd()}:  # noqa: PTH109 - pathlib is found there, too
    del sys.path[0]

from drlint.cli.main import main

main()
