"""Functions on blocks of IP addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from drlint.model.values import Unknown
from drlint.readers.hcl.conversion import shown
from drlint.readers.hcl.functions.signature import TEXT, WHOLE, Function
from drlint.readers.hcl.seen import Invalid, ListOf, Seen
from drlint.readers.hcl.types import STRING

MOST_BITS = 32  # of one subnet of cidrsubnets
_LARGE = 64  # bits of host numbers that Terraform compares right

_ZEROS = re.compile(r"(?<![0-9a-fA-F:])0+(?=[0-9])")


def _network(prefix: str) -> Any:
    """The network that a text names; Terraform takes 010.1.0.0 for 10.1.0.0."""
    import ipaddress  # noqa: PLC0415 - not every text computes addresses

    address, slash, length = prefix.partition("/")
    if not slash or not length.isascii() or not length.isdigit():
        return Invalid(f"{shown(prefix)} is no block of addresses such as 10.0.0.0/16")
    if ":" not in address:
        address = _ZEROS.sub("", address)
    try:
        made = ipaddress.ip_network((address, int(length[:4])), strict=False)
    except ValueError:
        return Invalid(f"{shown(prefix)} is no block of addresses such as 10.0.0.0/16")
    if made.version == 6 and int(made.network_address) >> 32 == 0xFFFF:  # noqa: PLR2004 - ::ffff:0:0/96
        return Unknown("IPv4 addresses within IPv6 are not computed")
    return made


def _on_network(compute: Callable[..., Seen]) -> Callable[..., Seen]:
    """A function whose first argument is a block of addresses."""

    def of(prefix: str, *rest: int) -> Seen:
        network = _network(prefix)
        return network if isinstance(network, Unknown) else compute(network, *rest)

    return of


def _cidrhost(network: Any, number: int) -> Seen:
    free = network.max_prefixlen - network.prefixlen
    if not -(1 << free) <= number < (1 << free):
        if free >= _LARGE:
            return Unknown(f"{network} with a host number beyond its end is not computed")
        return Invalid(f"{network} has no host number {number}")
    return str(network[number])


def _cidrnetmask(network: Any) -> Seen:
    return str(network.netmask) if network.version == 4 else Invalid(f"{network} has no netmask, as it is IPv6")  # noqa: PLR2004


def _cidrsubnet(network: Any, bits: int, number: int) -> Seen:
    if bits < 0 or number < 0:
        return Unknown("a subnet with a negative number is not computed")
    length = network.prefixlen + bits
    if length > network.max_prefixlen:
        return Invalid(f"{network} cannot be extended by {bits} bits")
    if number >> bits:
        return Invalid(f"{network} extended by {bits} bits has no subnet {number}")
    return _text(network, int(network.network_address) + (number << (network.max_prefixlen - length)), length)


def _cidrsubnets(network: Any, *bits: int) -> Seen:
    """Subnets one after the other, each beginning where its own size allows."""
    start = int(network.network_address)
    last, end = start - 1, int(network.broadcast_address)
    if start == 0 and bits:
        return Invalid(f"no subnets are laid out in {network}, which begins at zero")
    made = []
    for each in bits:
        length = network.prefixlen + each
        if not 0 < each <= MOST_BITS or length > network.max_prefixlen:
            return Invalid(f"{network} cannot be extended by {each} bits")
        size = 1 << (network.max_prefixlen - length)
        first = (last // size + 1) * size
        last = first + size - 1
        if last > end:
            return Invalid(f"{network} has no room for {len(bits)} such subnets")
        made.append(_text(network, first, length))
    return ListOf(made, STRING)


def _text(network: Any, address: int, length: int) -> str:
    return f"{type(network.network_address)(address)}/{length}"


FUNCTIONS: Mapping[str, Function] = {
    "cidrhost": Function(_on_network(_cidrhost), (TEXT, WHOLE)),
    "cidrnetmask": Function(_on_network(_cidrnetmask), (TEXT,)),
    "cidrsubnet": Function(_on_network(_cidrsubnet), (TEXT, WHOLE, WHOLE)),
    "cidrsubnets": Function(_on_network(_cidrsubnets), (TEXT,), rest=WHOLE),
}
