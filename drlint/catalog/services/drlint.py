"""What a gate itself is made of, so that policies can judge it: the waivers that were found, and what they did."""

from __future__ import annotations

from drlint.catalog.kind import Attribute, Kind

# A waiver as one run found it, in source or in configuration. Of a broken one only `policy`, `covers` and `problem` are
# known. `used`: whether it speaks of any finding; `judged` whether all that it may speak of was judged. `longest_days`
# is the longest term for the gravest finding that it speaks of, None where it speaks of none.
WAIVER = Kind(
    name="drlint_waiver",
    title="waiver",
    names=(),
    of_drlint=True,
    attributes=(
        Attribute(name="policy"),
        Attribute(name="covers"),
        Attribute(name="owner"),
        Attribute(name="reason"),
        Attribute(name="ticket"),
        Attribute(name="until"),
        Attribute(name="days_left", unit="days"),
        Attribute(name="longest_days", unit="days"),
        Attribute(name="used", holds="truth"),
        Attribute(name="judged", holds="truth"),
        Attribute(name="problem"),
    ),
    source="drlint's own; nothing of AWS or Terraform",
)
