"""What a gate itself is made of, so that policies can judge it: waivers, and what a change does to the gate."""

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

# What the code that is judged says otherwise than the trusted ref: a setting, a policy of the user's, the baseline, a
# waiver. `effect` is loosens, tightens or unclear; `before` and `after` are shortened; `standing` says whether this run
# goes by it.
GATE_CHANGE = Kind(
    name="drlint_gate_change",
    title="change to the gate",
    names=(),
    of_drlint=True,
    attributes=(
        Attribute(name="what"),
        Attribute(name="effect"),
        Attribute(name="before"),
        Attribute(name="after"),
        Attribute(name="standing"),
    ),
    source="drlint's own; nothing of AWS or Terraform",
)
