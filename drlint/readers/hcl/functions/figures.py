"""Numbers in the notations of C's %e, %f and %g, rounded from 512 bits as Terraform does."""

from __future__ import annotations

from drlint.model.values import Unknown
from drlint.readers.hcl.operators import EXACT_DIGITS, digits

_BITS = 512
_SHORT = 6  # digits before the point from which the shortest notation has an exponent


def decimal_notation(number: float, places: int) -> str | Unknown:
    """%.Nf of a number that is not negative."""
    if isinstance(number, int):
        return f"{number}.{'0' * places}" if places else str(number)
    from decimal import ROUND_DOWN, Context, Decimal  # noqa: PLC0415 - few texts write fractions so

    exact = Decimal(repr(number))
    step = Decimal(1).scaleb(-places)
    context = Context(prec=400 + places)
    lower = exact.quantize(step, ROUND_DOWN, context)
    doubled = context.multiply(context.subtract(exact, lower), 2)
    odd = lower.as_tuple().digits[-1] % 2 == 1
    excess = _excess(exact.as_integer_ratio()) if doubled == step else 0
    if doubled > step or (doubled == step and (excess > 0 or (excess == 0 and odd))):
        lower = context.add(lower, step)
    return format(lower, "f")


def exponent_notation(number: float, places: int, style: str) -> str | Unknown:
    """%.Ne or %.Ng of a number that is not negative."""
    if places > EXACT_DIGITS:
        return Unknown(f"a number with more than {EXACT_DIGITS} digits is not written out")
    return format(float(number), f".{places}{style}")


def shortest_notation(number: float) -> str | Unknown:
    """%g of a number that is not negative: as many digits as it has."""
    plain = digits(number)
    if isinstance(plain, Unknown):
        return plain
    whole, _, fraction = plain.partition(".")
    figures = (whole + fraction).lstrip("0")
    exponent = len(whole) - 1 if whole != "0" else -1 - (len(fraction) - len(figures))
    if not figures or -4 <= exponent < _SHORT:  # noqa: PLR2004 - as C has it
        return plain
    figures = figures.rstrip("0")
    mantissa = f"{figures[0]}.{figures[1:]}" if len(figures) > 1 else figures
    return f"{mantissa}e{'-' if exponent < 0 else '+'}{abs(exponent):02}"


def _excess(ratio: tuple[int, int]) -> int:
    """By how much the nearest number of 512 bits lies above a fraction; only its sign means something."""
    above, below = ratio
    shift = max(_BITS + below.bit_length() - above.bit_length() + 1, 0)
    while (above << shift) // below >> _BITS:
        shift -= 1
    quotient, rest = divmod(above << shift, below)
    if 2 * rest > below or (2 * rest == below and quotient % 2):
        quotient += 1
    return quotient * below - (above << shift)
