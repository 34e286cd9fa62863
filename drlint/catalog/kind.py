"""The shapes in which the catalog declares an AWS kind: attributes, blocks, companions, relations, calls."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from drlint.model.values import Unknown, Value


class Door(StrEnum):
    """A kind of input through which an attribute can be seen."""

    PLAN = "plan"
    SOURCE = "source"
    LIVE = "live"
    DOCUMENT = "document"


EVERYWHERE = frozenset({Door.PLAN, Door.SOURCE, Door.LIVE})
CODE = frozenset({Door.PLAN, Door.SOURCE})
PLAN_ONLY = frozenset({Door.PLAN})
SOURCE_ONLY = frozenset({Door.SOURCE})
DOCUMENT_ONLY = frozenset({Door.DOCUMENT})
LIVE_ONLY = frozenset({Door.LIVE})

CHOSEN_BY_AWS = Unknown("not set, so AWS decides it at creation")

Stronger: TypeAlias = Literal["true", "false", "higher", "lower", "present", "more"]
Holds: TypeAlias = Literal["text", "number", "truth", "any", "document"]


class Attribute(Struct, frozen=True, kw_only=True, eq=False):
    """One property of a kind, named once.

    `terraform` is the path in Terraform's schema ("destination.bucket"; of a companion "aws_type:path"), the name
    itself where omitted; `api` the path in the API's answer, None where the API does not show it. `default` is what an
    omitted attribute means (None: nothing; CHOSEN_BY_AWS: cannot be known), unless one of `inherits` is set, whose
    resource then decides. `many`: it holds a list or a set. `stronger` says which direction of change makes
    recovery safer. `words`: what the API says, and Terraform's word for it. `domain`: the API ends the name with a dot.
    `unset`: the number that providers write for nothing. `holds`: what the value, or each in a list or map, is where
    neither the default nor a unit tells; Terraform makes it so ("7" for 7, "true" for true); a document is JSON as
    text. `cut`: a pattern; of what the API says, its first group is kept. `hidden`: what `api` leads to tells only
    that something is set, and why not what. How `api` is written is told in drlint.catalog.from_api.
    """

    name: str
    terraform: str | None = None
    api: str | None = None
    default: Value = None
    inherits: tuple[str, ...] = ()
    doors: frozenset[Door] = EVERYWHERE
    stronger: Stronger | None = None
    unit: str = ""
    source: str = ""
    many: bool = False
    words: Mapping[str, Value] = {}
    domain: bool = False
    unset: int | None = None
    holds: Holds | None = None
    cut: str = ""
    hidden: str = ""

    @property
    def path(self) -> str:
        return self.name if self.terraform is None else self.terraform

    @property
    def kept_as(self) -> Holds:
        """What Terraform makes of the value, or of each in a list or map."""
        if self.holds is not None:
            return "text" if self.holds == "document" else self.holds
        if isinstance(self.default, bool):
            return "truth"
        return "number" if isinstance(self.default, int | float) or self.unit else "text"


class Relation(Struct, frozen=True, kw_only=True):
    """An edge that a kind may have: `by` the attribute that names the target, `inverse` its name seen from there.

    `by` may go into blocks ("rule.destination"). With `elsewhere` the source may well be declared in another root,
    state or account, so that nothing in view proves no absence. `names` are the target's attributes that a literal
    may equal, the target's own `names` where empty.
    """

    name: str
    to: tuple[str, ...]
    by: str
    inverse: str = ""
    elsewhere: bool = False
    names: tuple[str, ...] = ()


class Block(Struct, frozen=True, kw_only=True, eq=False):
    """A nested block: a mapping or None, or where `many` a tuple of mappings.

    `shown_by`: a path beside the block's own in the API's answer; where it says false or nothing, there is no block.
    """

    name: str
    attributes: tuple[Attribute | Block, ...]
    many: bool = False
    terraform: str | None = None
    api: str | None = None
    relations: tuple[Relation, ...] = ()
    doors: frozenset[Door] = EVERYWHERE
    stronger: Stronger | None = None
    shown_by: str = ""

    @property
    def path(self) -> str:
        return self.name if self.terraform is None else self.terraform


class Companion(Struct, frozen=True, kw_only=True):
    """A Terraform type that is part of a kind: `owner` is its attribute that names the owner.

    With `merges_into` each companion is one more element of that repeated block of the owner.
    """

    name: str
    owner: str
    merges_into: str | None = None
    cloudformation: str | None = None


class Call(Struct, frozen=True, kw_only=True):
    """An API operation that lists resources; `each` calls it once per resource of another kind.

    `items` is the path to the list; empty where the answer itself is the thing, of which every Region has one (its
    default encryption, its settings). `given`: parameter to attribute of `each`; `fixed`: parameter to what is always
    sent. `region`: the one Region whose endpoint answers for the whole account, in AWS's own partition; empty where
    every Region is asked, and things without a Region that several name are then one by their ARN.
    """

    service: str
    operation: str
    items: str
    each: str | None = None
    given: Mapping[str, str] = {}
    fixed: Mapping[str, Any] = {}
    region: str = ""


class Detail(Struct, frozen=True, kw_only=True):
    """A further operation per resource; `absent` lists the error codes that mean "there is none".

    `given`: parameter to path in the listed thing or in an earlier detail, "@" where the thing is a text, in brackets
    where the parameter is a list of one ("[Arn]"); where one of them leads nowhere, there is nothing to ask and the
    operation is not called. `filters` go the same way into the parameter Filters, as pairs of Name and Values. `mine`:
    path in the answer to path in the thing; where what stands there differs, the answer is about another thing and
    counts as empty.
    """

    operation: str
    given: Mapping[str, str] = {}
    absent: tuple[str, ...] = ()
    service: str | None = None
    fixed: Mapping[str, Any] = {}
    filters: Mapping[str, str] = {}
    mine: Mapping[str, str] = {}


class Where(Struct, frozen=True, kw_only=True):
    """Which of the listed things are of the kind: `path` says one of `says` where any is given, and none of `but`.

    None among them stands for nothing at the path. `abroad`: the ARN there names another Region than the thing's own.
    `here`: nothing stands there, or the Region that answered.
    """

    path: str
    says: tuple[str | int | None, ...] = ()
    but: tuple[str | int | None, ...] = ()
    abroad: bool = False
    here: bool = False


class Metric(Struct, frozen=True, kw_only=True):
    """What CloudWatch measures of a thing, in seconds, as two attributes: `{name}_p99` and `{name}_max`.

    `dimensions`: CloudWatch's to the attribute that has the value. `when`: the attribute without which the thing has no
    such metric. `each`: the repeated block of which every element is measured, with dimensions that begin with a dot.
    `scale` makes seconds of what CloudWatch says.
    """

    name: str
    namespace: str
    metric: str
    dimensions: Mapping[str, str]
    when: str
    scale: float = 1.0
    each: str = ""
    source: str = ""

    @property
    def attributes(self) -> tuple[Attribute, Attribute]:
        p99, most = (
            Attribute(name=f"{self.name}_{word}", doors=LIVE_ONLY, unit="seconds", source=self.source)
            for word in ("p99", "max")
        )
        return p99, most


class Kind(Struct, frozen=True, kw_only=True, eq=False):
    """One AWS kind, named as Terraform's type.

    `names` are the attributes by which others refer to it (arn, id, name …). `source` is where defaults were read.
    `holds_data`: losing it loses data. `serves`: it carries traffic or capacity that a recovery needs.
    `arn`: where the API shows the thing's ARN. `where`: which of the things that `listed_by` lists are of this kind,
    all of them to hold; kinds that share a call tell themselves apart by it.
    `also`: other names of the same Terraform type. `of_terraform`: a block of Terraform's own language, which no
    provider and no API knows, source alone shows and "every kind" does not mean. `of_drlint`: a part of the gate
    itself, which every run makes anew and "every kind" does not mean either. `of_documents`: what people wrote about
    recovery, which documents alone show. `alone`: what AWS did, of which there is no Terraform type; an inventory alone
    shows it and "every kind" does not mean it.
    `optional`: evidence that is taken where it can be read; where it cannot, no run is incomplete.
    """

    name: str
    attributes: tuple[Attribute | Block, ...]
    cloudformation: str | None = None
    title: str = ""
    names: tuple[str, ...] = ("arn", "id")
    arn: str | None = None
    identity: tuple[str, ...] = ()
    holds_data: bool = False
    serves: bool = False
    is_global: bool = False
    region_by: str | None = None
    listed_by: Call | None = None
    where: tuple[Where, ...] = ()
    details: tuple[Detail, ...] = ()
    relations: tuple[Relation, ...] = ()
    companions: tuple[Companion, ...] = ()
    metrics: tuple[Metric, ...] = ()
    also: tuple[str, ...] = ()
    of_terraform: bool = False
    of_drlint: bool = False
    of_documents: bool = False
    alone: bool = False
    optional: bool = False
    source: str = ""

    def find(self, name: str) -> Attribute | Block | None:
        """The attribute or block of that name, if the kind has one."""
        for each in self.attributes:
            if each.name == name:
                return each
        return None

    @property
    def of_aws(self) -> bool:
        return not (self.of_terraform or self.of_drlint or self.of_documents or self.alone)

    @property
    def doors(self) -> frozenset[Door]:
        """The doors through which one can see that there is such a thing at all."""
        if self.of_documents:
            return DOCUMENT_ONLY
        if self.of_terraform or self.alone:
            return frozenset(door for each in self.attributes for door in each.doors)
        return frozenset(Door)

    def relation(self, name: str) -> Relation | None:
        """The relation of that name, if the kind has one."""
        for each in self.relations:
            if each.name == name:
                return each
        return None
