"""Takes from a JSON report the numbers that the action gives out, a `name=value` a line."""

import json
import sys
from pathlib import Path


def main() -> None:
    """Read the report that the command line names."""
    counts = json.loads(Path(sys.argv[1]).read_bytes())["counts"]
    is_compared = "new" in counts
    told = {
        "findings": counts["fail"],
        "new": counts["new"] + counts["worse"] if is_compared else "",
        "fixed": counts["fixed"] if is_compared else "",
        "unknown": counts["unknown"],
    }
    sys.stdout.writelines(f"{name}={value}\n" for name, value in told.items())


if __name__ == "__main__":
    main()
