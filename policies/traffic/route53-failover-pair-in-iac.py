"""A failover record has its counterpart, and the two lead to different places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from drlint.estate.estate import exists_for
from drlint.model.collection import Collection
from drlint.model.resource import Resource
from drlint.model.values import Reference, Unknown, UnknownRead, as_unknown
from drlint.policy import Case, Policy

policy = Policy(
    title="A failover record has a counterpart in another Region",
    severity="high",
    checklist="strategy-matches-objectives",
    applies_to=("aws_route53_record",),
    why="""
Route 53 answers with the SECONDARY while the PRIMARY is unhealthy. Without a SECONDARY it has nothing else to say; a
pair that leads to one target or one Region fails as one; a pair that shares a health check is healthy or unhealthy as
one; with different TTLs, clients go back at another pace than they went. Trusted Advisor looks for the counterpart in a
live account, but at no Region. Where the target is not in view and its name does not say its Region, the answer is
unknown. What the two share is reported at the PRIMARY.
""",
    fix="""
    resource "aws_route53_record" "secondary" {
      zone_id        = aws_route53_zone.main.zone_id
      name           = aws_route53_record.primary.name
      type           = aws_route53_record.primary.type
      set_identifier = "secondary"
      failover_routing_policy { type = "SECONDARY" }
      alias {
        name                   = aws_lb.recovery.dns_name      # in the recovery Region
        zone_id                = aws_lb.recovery.zone_id
        evaluate_target_health = true
      }
    }
""",
    controls={
        "nist-800-53": ("CP-7", "CP-10", "SI-13(5)"),
        "iso-22301": ("8.3.5", "8.4"),
        "soc-2": ("A1.2",),
        "dora": ("11(2)", "11(5)"),
        "aws-well-architected": ("REL10-BP01", "REL11-BP02", "REL13-BP02"),
    },
    references=(
        "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-types.html",
        "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-failover.html",
        "https://docs.aws.amazon.com/awssupport/latest/user/fault-tolerance-checks.html",
    ),
)

# web-1.eu-west-1.elb.amazonaws.com · web.elb.eu-west-1.amazonaws.com · site.s3-website-eu-west-1.amazonaws.com
_HOST = re.compile(r"[.-](?:s3-website-)?([a-z]{2}(?:-[a-z]+)+-\d)\.(?:[a-z0-9-]+\.)*amazonaws\.com(?:\.cn)?\.?$")


@policy.check
def check(case: Case) -> None:
    record = case.resource
    role = record["failover"]
    if isinstance(role, Unknown | Reference):
        raise UnknownRead(as_unknown(role))
    if role not in ("PRIMARY", "SECONDARY"):
        case.skip()
        return
    name = f"{record.label}, {role} of {_spoken(record['name'])},"
    wanted = "SECONDARY" if role == "PRIMARY" else "PRIMARY"
    counterparts = list(_counterparts(case, wanted))
    same_type = [each for each in counterparts if _same(each["type"], record["type"]) is not False]
    if same_type and _same(same_type[0]["type"], record["type"]) is None:
        raise UnknownRead(Unknown(f"whether {same_type[0].label} is of the same type is not known"))
    if not counterparts:
        _alone(case, name, wanted)
    elif not same_type:
        other = counterparts[0]
        said = f"{name} is of type {record['type']} but {other.label} of type {other['type']}; the two are no pair"
        case.fail(said, reads=[(record, "type"), (other, "type")], detail="type")
    elif role == "PRIMARY":
        _compare(case, name, same_type[0])


def _alone(case: Case, name: str, wanted: str) -> None:
    absence = case.estate.world.absence(f"no {wanted} of {case.resource.label}", case.resource.kind)
    if absence is not None:
        case.unknown(absence, detail="counterpart")
        return
    loss = "Route 53 has nothing to fail over to" if wanted == "SECONDARY" else "Route 53 has nothing to fail over from"
    case.fail(f"{name} has no {wanted}; {loss}", reads=[(case.resource, "failover")], detail="counterpart")


def _counterparts(case: Case, wanted: str) -> Iterator[Resource]:
    """Records of the same zone and name with the other role; raises UnknownRead where one may be and cannot be told."""
    record = case.resource
    doubt: Unknown | None = None
    found = False
    by_name = case.estate.remembered((f"{wanted} records by name", 0), lambda: _by_name(case, wanted))
    name = _bare(case, record)
    names = (name, None) if isinstance(name, str) else tuple(by_name)
    for other in (each for one in names for each in by_name.get(one, ()) if each is not record):
        plays = _same(other["failover"], wanted)
        same = (_same_zone(case, record, other), _same(_bare(case, other), name))
        if False in same:
            continue
        if None in (*same, plays):
            missing = "role" if plays is None else "zone or name"
            doubt = Unknown(f"{other.address.path} may be its {wanted}; its {missing} is not known")
            continue
        if exists_for(record, other) is not True:
            doubt = other.unsure
            continue
        found = True
        yield other
    if doubt is not None and not found:
        raise UnknownRead(doubt)


def _by_name(case: Case, role: str) -> dict[str | None, list[Resource]]:
    """The records that may play a role, by their whole name, None where it is not known: all with all takes too long."""
    found: dict[str | None, list[Resource]] = {}
    for each in case.estate.of_kind("aws_route53_record"):
        if _same(each["failover"], role) is not False:
            name = _bare(case, each)
            found.setdefault(name if isinstance(name, str) else None, []).append(each)
    return found


def _compare(case: Case, name: str, other: Resource) -> None:
    """What a pair must not share, and what it must."""
    record = case.resource
    count = len(case.judgements)
    leads = [(each, where) for each in (record, other) for where in ("alias", "records")]
    if _same(_target(record), _target(other)) is True:
        said = f"{name} leads to the same target as {other.label}; failing over changes nothing"
        case.fail(said, reads=leads, detail="target")
    if record["health_check_id"] is not None and _same(record["health_check_id"], other["health_check_id"]) is True:
        said = f"{name} shares its health check with {other.label}; both are healthy or unhealthy together"
        case.fail(said, reads=[(record, "health_check_id"), (other, "health_check_id")], detail="health check")
    if None not in (record["ttl"], other["ttl"]) and _same(record["ttl"], other["ttl"]) is False:
        said = f"{name} has a TTL of {record['ttl']} seconds, {other.label} one of {other['ttl']}"
        said += "; clients come back at another pace than they leave"
        case.fail(said, reads=[(record, "ttl"), (other, "ttl")], detail="ttl")
    if len(case.judgements) > count:
        return
    here, there = _region(case, record), _region(case, other)
    if here is None or there is None:
        return  # a global target, which no single Region takes down
    for region in (here, there):
        if isinstance(region, Unknown):
            case.unknown(region, detail="region")
            return
    if here == there:
        said = f"{name} and {other.label} both lead to {here}; losing that Region takes both down"
        case.fail(said, reads=leads, detail="region")


def _target(record: Resource) -> Any:
    alias = record["alias"]
    if isinstance(alias, Unknown | Reference):
        return alias
    value = alias["name"] if isinstance(alias, Mapping) else record["records"]
    return value[0] if isinstance(value, tuple) and len(value) == 1 else value


def _region(case: Case, record: Resource) -> Any:
    """The Region that a record leads to: of the resource it names, else what the name says; None for a global one."""
    target = _target(record)
    found = [each for each, _ in case.links(record, "alias_target").joined(case.links(record, "points_to")).items]
    while found and all(each.kind == "aws_route53_record" and each is not record for each in found):
        inner: Collection = case.links(found[0], "alias_target").joined(case.links(found[0], "points_to"))
        record, found, target = found[0], [each for each, _ in inner.items], _target(found[0])
    regions = [each.region for each in found if each.kind != "aws_route53_record"]
    if regions and all(_same(each, regions[0]) is True for each in regions):
        return regions[0]
    match = _HOST.search(target) if isinstance(target, str) else None
    return match[1] if match else Unknown(f"the Region that {record.address.path} leads to is not in view")


def _same_zone(case: Case, one: Resource, other: Resource) -> bool | None:
    zones = [case.links(each, "in_zone").certain for each in (one, other)]
    if zones[0] and zones[1]:
        return zones[0][0] is zones[1][0]
    return _same(one["zone_id"], other["zone_id"])


def _bare(case: Case, record: Resource) -> Any:
    """The whole name: Terraform takes it with or without the zone's, and with or without the last dot."""
    name = record["name"]
    if not isinstance(name, str):
        return name
    zones = case.links(record, "in_zone").certain
    zone = zones[0]["name"] if zones else None
    name = name.rstrip(".").lower()
    if isinstance(zone, str):
        zone = zone.rstrip(".").lower()
        return name if name == zone or name.endswith(f".{zone}") else f"{name}.{zone}"
    return name


def _same(one: Any, other: Any) -> bool | None:
    """Whether two values are the same; None where that cannot be told."""
    if type(one) is str and type(other) is str:
        return one == other
    if isinstance(one, Reference) and isinstance(other, Reference):
        return True if (one.to, one.attribute) == (other.to, other.attribute) else None
    if isinstance(one, Unknown | Reference) or isinstance(other, Unknown | Reference):
        return None
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(_same(a, b) is True for a, b in zip(one, other, strict=True))
    return bool(one == other)


def _spoken(name: Any) -> str:
    return name if isinstance(name, str) else "a name not known yet"


TWO_REGIONS = """
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "recovery"
  region = "eu-central-1"
}
resource "aws_lb" "one" { internal = false }
resource "aws_lb" "two" { provider = aws.recovery }
resource "aws_lb" "beside" { internal = false }
"""


def _record(label: str, role: str, target: str, zone: str = '"Z1"') -> str:
    return f"""
resource "aws_route53_record" "{label}" {{
  zone_id        = {zone}
  name           = "app.example.com"
  type           = "A"
  set_identifier = "{label}"
  failover_routing_policy {{ type = "{role}" }}
  alias {{
    name                   = aws_lb.{target}.dns_name
    zone_id                = aws_lb.{target}.zone_id
    evaluate_target_health = true
  }}
}}
"""


PRIMARY = TWO_REGIONS + _record("primary", "PRIMARY", "one")

policy.passes(PRIMARY + _record("secondary", "SECONDARY", "two"))
policy.fails(PRIMARY)
policy.fails(PRIMARY + _record("secondary", "SECONDARY", "one"))
policy.fails(PRIMARY + _record("secondary", "SECONDARY", "beside"))
policy.fails("""
resource "aws_route53_record" "primary" {
  zone_id         = "Z1"
  name            = "app.example.com"
  type            = "CNAME"
  ttl             = 60
  set_identifier  = "primary"
  records         = ["web-1.eu-west-1.elb.amazonaws.com"]
  health_check_id = "11111111-2222-3333-4444-555555555555"
  failover_routing_policy { type = "PRIMARY" }
}
resource "aws_route53_record" "secondary" {
  zone_id        = "Z1"
  name           = "app.example.com"
  type           = "CNAME"
  ttl            = 3600
  set_identifier = "secondary"
  records        = ["web-2.eu-central-1.elb.amazonaws.com"]
  failover_routing_policy { type = "SECONDARY" }
}
""")
policy.unknown(PRIMARY, world="open")
policy.unknown('variable "zone" { type = string }' + PRIMARY + _record("secondary", "SECONDARY", "two", "var.zone"))
policy.unknown("""
resource "aws_route53_record" "primary" {
  zone_id        = "Z1"
  name           = "app.example.com"
  type           = "CNAME"
  ttl            = 60
  set_identifier = "primary"
  records        = ["eu.example.com"]
  failover_routing_policy { type = "PRIMARY" }
}
resource "aws_route53_record" "secondary" {
  zone_id        = "Z1"
  name           = "app.example.com"
  type           = "CNAME"
  ttl            = 60
  set_identifier = "secondary"
  records        = ["us.example.com"]
  failover_routing_policy { type = "SECONDARY" }
}
""")
policy.unknown(
    'variable "role" { type = string }'
    + PRIMARY
    + _record("secondary", "SECONDARY", "two").replace('"SECONDARY"', "var.role")
)
