"""`python -m drlint`."""

from drlint.cli.main import main

main()
