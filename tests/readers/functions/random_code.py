"""Random expressions over variables, locals and unknown resources, each about of a wanted type, seldom of another."""

from __future__ import annotations

import random
from collections.abc import Callable

WORLD = """
variable "text" { default = "abc" }
variable "number" { default = 5 }
variable "absent" { default = null }
variable "texts" {
  type    = list(string)
  default = ["b", "a", "b"]
}
variable "none" {
  type    = list(string)
  default = []
}
variable "numbers" {
  type    = list(number)
  default = [3, "1", 2]
}
variable "mixed" {
  type    = list(any)
  default = ["x", 1, true]
}
variable "set" {
  type    = set(string)
  default = ["z", "a", "z"]
}
variable "tags" {
  type    = map(string)
  default = { z = 1, a = "x" }
}
variable "empty" {
  type    = map(string)
  default = {}
}
variable "disks" {
  type = map(object({
    size = optional(number, 10)
    name = optional(string)
    on   = optional(bool, true)
    tags = optional(map(string), {})
  }))
  default = { p = { size = "3" }, q = { name = 5, on = "false" }, r = { tags = { k = 1 } } }
}
variable "zones" {
  type    = list(object({ id = string, az = optional(string, "a"), n = optional(number, 1) }))
  default = [{ id = 1 }, { id = "two", az = null, n = "7" }]
}
variable "pair" {
  type    = tuple([string, number])
  default = [1, "2"]
}
locals {
  several = [1, "a", true, null]
  whole   = { name = "nm", size = 3, on = false, list = ["x", "y"], sub = { k = "v" } }
  rows    = [{ n = "a", v = 1 }, { n = "b", v = 2 }, { n = "a", v = 3 }]
  grouped = { for x in var.texts : x => x... }
  sizes   = { for k, v in var.disks : k => v.size }
}
"""
UNKNOWN = """
resource "terraform_data" "one" { input = "known" }
resource "terraform_data" "two" {
  count = 2
  input = count.index
}
resource "terraform_data" "each" {
  for_each = toset(["b", "a"])
  input    = { k = each.key }
}
"""


def _table(text: str) -> dict[str, list[str]]:
    """What stands on each line behind a type, between semicolons; ⏎ is a line end."""
    made: dict[str, list[str]] = {}
    for line in text.strip().split("\n"):
        kind, _, forms = line.partition(": ")
        made.setdefault(kind, []).extend(each.replace("⏎", "\n") for each in forms.split(" ; "))
    return made


_LEAVES = _table(
    r"""
text: "a" ; "x-1" ; "" ; "5" ; var.text ; var.texts[0] ; var.tags["z"] ; local.whole.name ; var.pair[0]
number: 0 ; 1 ; 2 ; -1 ; 1.5 ; "7" ; 1e3 ; var.number ; var.numbers[0] ; var.disks.p.size
truth: true ; false ; local.whole.on ; var.disks.q.on ; var.absent == null ; var.none == []
list: [] ; ["a", "b"] ; ["b", 1] ; var.texts ; var.none ; var.numbers ; var.mixed ; var.set ; var.zones
list: var.pair ; local.several ; local.rows ; local.grouped["b"] ; toset([2, 1])
map: {} ; { a = "x", b = 2 } ; { b = null, a = true } ; var.tags ; var.empty ; var.disks ; local.whole
map: local.grouped ; local.sizes ; var.zones[1] ; local.rows[0] ; var.disks.r.tags
"""
)
_UNKNOWN_LEAVES = _table(
    r"""
text: terraform_data.one.id ; terraform_data.two[0].id ; terraform_data.one.input
number: length(terraform_data.one.id) ; length(terraform_data.two) ; terraform_data.two[1].input
truth: terraform_data.one.id == "x" ; terraform_data.one.id != null
list: [terraform_data.one.id] ; terraform_data.two[*].id ; [terraform_data.one.id, "a"]
list: values(terraform_data.each)[*].id ; keys(terraform_data.each)
map: { a = terraform_data.one.id } ; { for k, v in terraform_data.each : k => v.id }
"""
)
# A word in capitals stands for an expression of that type, SAME for one of the type that is asked for.
_FORMS = _table(
    r"""
text: "p-${TEXT}-${NUMBER}" ; "${TEXT} ${~ TEXT ~} ${TRUTH}" ; join(",", LIST) ; tostring(NUMBER)
text: "%{ if TRUTH } y %{ else ~} n %{ endif }z" ; "%{ for i, v in LIST }${i}=${v}, %{ endfor ~} "
text: format("%s-%v", TEXT, NUMBER) ; jsonencode(MAP) ; (MAP).name ; (MAP)[TEXT] ; replace(TEXT, "a", TEXT)
text: (<<-EOT⏎    x ${TEXT}⏎⏎      %{~ for v in LIST ~}⏎    - ${v}⏎      %{ endfor }⏎  EOT⏎)
number: NUMBER + NUMBER ; NUMBER - NUMBER ; NUMBER * 2 ; length(LIST) ; length(MAP) ; max(NUMBER, NUMBER)
number: floor(NUMBER) ; tonumber(TEXT) ; index(LIST, TEXT)
truth: TEXT == TEXT ; NUMBER != NUMBER ; LIST == LIST ; MAP == MAP ; NUMBER < NUMBER ; TRUTH && TRUTH
truth: TRUTH || TRUTH ; !(TRUTH) ; contains(LIST, TEXT) ; can((MAP).name) ; length(LIST) > 0
list: [TEXT, NUMBER] ; [MAP] ; concat(LIST, LIST) ; toset(LIST) ; tolist(LIST) ; flatten([LIST, LIST])
list: distinct(LIST) ; sort(LIST) ; reverse(LIST) ; slice(LIST, 0, 1) ; keys(MAP) ; values(MAP) ; range(NUMBER)
list: setunion(LIST, LIST) ; setproduct(LIST, LIST) ; split(",", TEXT) ; formatlist("%s-%s", LIST, TEXT)
list: compact(LIST) ; [for x in LIST : x if x != TEXT] ; [for k, x in MAP : [k, x]] ; [for x in LIST : { v = x }]
list: (LIST)[*] ; (LIST)[*].id ; (LIST)[*].az[*] ; (MAP)[*] ; local.rows.*.n ; matchkeys(LIST, LIST, LIST)
map: merge(MAP, MAP) ; { a = TEXT, (TEXT) = NUMBER } ; { "${TEXT}" = LIST } ; tomap(MAP) ; zipmap(LIST, LIST)
map: { for k, v in MAP : upper(k) => v } ; { for x in LIST : x => TEXT... } ; jsondecode(jsonencode(MAP))
map: merge([for x in LIST : { "${x}" = x }]...) ; { for k, v in MAP : k => try(v.size, v) if can(v.size) }
"""
)
_ANY = [
    *["TRUTH ? SAME : SAME"] * 4,
    *["try(SAME, SAME)", "lookup(MAP, TEXT, SAME)", "element(LIST, 1)", "one(LIST)", "(LIST)[0]"],
]
_TYPES = ("text", "number", "truth", "list", "map")


def expressions(seed: int, count: int, *, unknown: bool = False) -> list[str]:
    """Random expressions, the same for the same seed; with `unknown` over resources, too."""
    chance = random.Random(seed)  # noqa: S311 - no secrets
    leaves = {kind: [*_LEAVES[kind], *(_UNKNOWN_LEAVES[kind] * 2 if unknown else ())] for kind in _TYPES}
    made: list[str] = []
    while len(made) < count:
        text = _expression(chance, leaves, chance.choice(_TYPES), chance.choice((1, 2, 2, 3)))
        if len(text) < 400:
            made.append(text)
    return made


def _expression(chance: random.Random, leaves: dict[str, list[str]], kind: str, depth: int) -> str:
    if chance.random() < 0.04:
        kind = chance.choice(_TYPES)
    if depth == 0 or chance.random() < 0.12:
        return "null" if chance.random() < 0.03 else chance.choice(leaves[kind])
    form = chance.choice(_ANY if chance.random() < 0.2 else _FORMS[kind])
    for name in (*_TYPES, "same"):
        of = kind if name == "same" else name
        form = _filled(form, name.upper(), lambda of=of: _expression(chance, leaves, of, depth - 1))
    return f"({form})"


def _filled(form: str, word: str, make: Callable[[], str]) -> str:
    first, *rest = form.split(word)
    return first + "".join(make() + each for each in rest)
