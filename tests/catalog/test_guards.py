"""What every entry of the catalog keeps to, checked against the provider's own schema: new entries need no new test."""

from __future__ import annotations

from collections import Counter

import pytest

from drlint.catalog.kind import EVERYWHERE, PLAN_ONLY, SOURCE_ONLY, Attribute, Block
from drlint.model.values import Unknown
from drlint.policy.scope import kinds_named

from . import reviewed
from .schema import Entry, catalog, entries, is_ours, spot, types

ATTRIBUTES = [each for each in entries() if isinstance(each.declared, Attribute)]
BLOCKS = [each for each in entries() if isinstance(each.declared, Block)]


def is_optional_and_silent(entry: Entry) -> bool:
    """Whether AWS or the provider fills it in where nobody says anything, and the catalog says "nothing" then."""
    assert isinstance(entry.declared, Attribute)
    return (
        entry.spot is not None
        and bool(entry.spot.flags.get("computed"))
        and entry.declared.default is None
        and not entry.spot.flags.get("required")
    )


def labels(found: list[Entry]) -> list[str]:
    return sorted(each.label for each in found)


def test_every_kind_is_in_the_schema() -> None:
    """scripts/slim_provider_schema.py names the types that the slimmed schema keeps."""
    assert {name for name, kind in catalog().kinds.items() if kind.of_aws} - set(types()) == set()


def test_every_terraform_path_exists() -> None:
    lost = [each for each in entries() if each.spot is None and not is_ours(each.declared.path.rpartition(":")[2])]
    assert labels(lost) == sorted(reviewed.NOT_IN_VERSION_5)


def test_what_is_ours_is_said_to_be_so() -> None:
    for each in entries():
        if each.declared.path.startswith("lifecycle.") and is_ours(each.declared.path):
            assert each.declared.doors == SOURCE_ONLY, each.label


def test_everything_inherited_from_exists() -> None:
    for each in ATTRIBUTES:
        assert isinstance(each.declared, Attribute)
        home, _, _ = each.declared.path.rpartition(":")
        for source in each.declared.inherits:
            tops = [types()[home or each.kind.name]["block"]]
            tops += [
                block.spot.inner for block in BLOCKS if block.kind is each.kind and block.spot and block.spot.inner
            ]
            assert any(spot(top, source) for top in tops), f"{each.label} inherits from {source}"


def test_a_path_goes_through_repeated_blocks_only_where_there_is_one() -> None:
    """The readers go into the first element, which would be a lie where there can be several."""
    through = {
        ".".join((each.declared.path.rpartition(":")[0] or each.kind.name, *each.spot.through))
        for each in entries()
        if each.spot is not None and each.spot.through and each.kind.name not in catalog().owners
    }
    assert through == set(reviewed.ONE_ALTHOUGH_REPEATED)


def test_many_is_said_of_lists_and_sets_alone() -> None:
    wrong = [
        each
        for each in ATTRIBUTES
        if each.spot is not None and each.declared.many != (isinstance(each.spot.type, list) and each.spot.several)
    ]
    assert labels(wrong) == []


def test_a_block_is_a_block_and_an_attribute_none() -> None:
    assert labels([each for each in ATTRIBUTES if each.spot and each.spot.type == "block"]) == []
    assert labels([each for each in BLOCKS if each.spot and each.spot.inner is None]) == []


def is_several(block: Entry) -> bool:
    """Whether it can occur more than once: itself, or as so many companions."""
    merged = {each.merges_into for each in block.kind.companions}
    return block.name in merged or (block.spot is not None and block.spot.several)


def test_many_is_said_of_blocks_that_can_be_several() -> None:
    wrong = [each for each in BLOCKS if each.spot is not None and each.declared.many != is_several(each)]
    own = [each for each in wrong if each.kind.name not in catalog().owners]
    assert labels(own) == sorted(reviewed.ONE_BLOCK_ALTHOUGH_REPEATED)


def test_nothing_is_none_that_aws_decides() -> None:
    """None means "it does not have one": of what AWS may fill in, each None has its reason."""
    silent = [
        each
        for each in ATTRIBUTES
        if is_optional_and_silent(each) and each.kind.name not in catalog().owners and each.declared.name != "tags"
    ]
    assert labels(silent) == sorted(reviewed.NONE_THOUGH_COMPUTED)
    assert all(reviewed.NONE_THOUGH_COMPUTED.values())


def test_tags_are_read_with_the_providers_default_tags() -> None:
    wrong = [
        each
        for each in ATTRIBUTES
        if each.name == "tags" and "tags_all" in types()[each.kind.name]["block"]["attributes"]
        if each.declared.path != "tags_all"
    ]
    assert labels(wrong) == []


def fits(type_name: object, default: object) -> bool:
    match type_name:
        case "bool":
            return isinstance(default, bool)
        case "number":
            return isinstance(default, int | float) and not isinstance(default, bool)
        case "string":
            return isinstance(default, str)
        case ["map", _]:
            return isinstance(default, dict)
    return isinstance(default, tuple)


def test_defaults_are_of_the_attributes_type() -> None:
    wrong = []
    for each in ATTRIBUTES:
        default = each.declared.default if isinstance(each.declared, Attribute) else None
        if each.spot and not isinstance(default, Unknown | None) and not fits(each.spot.type, default):
            wrong.append(each)
    assert labels(wrong) == sorted(reviewed.NUMBER_IN_TEXT)


def test_stronger_fits_the_type() -> None:
    fitting = {"true": "bool", "false": "bool", "higher": "number", "lower": "number"}
    wrong = []
    for each in entries():
        stronger = each.declared.stronger
        if stronger is None or each.spot is None or each.kind.name in catalog().owners:
            continue
        if isinstance(each.declared, Block):
            right = stronger == ("more" if each.declared.many else "present")
        elif stronger in fitting:
            right = each.spot.type == fitting[stronger]
        else:
            right = stronger == "present" if each.spot.type == "string" else each.declared.many and stronger == "more"
        if not right:
            wrong.append(each)
    assert labels(wrong) == sorted(reviewed.STRONGER_OF_ANOTHER_TYPE)


@pytest.mark.parametrize("kind", catalog().kinds.values(), ids=lambda kind: kind.name)
def test_a_kind_has_a_title_and_a_source(kind: object) -> None:
    assert getattr(kind, "title", "")
    assert getattr(kind, "source", "")


def test_names_are_told_once() -> None:
    for kind in catalog().kinds.values():
        twice = [name for name, times in Counter(each.name for each in kind.attributes).items() if times > 1]
        assert twice == [], kind.name


def test_what_names_a_kind_is_an_attribute_of_it() -> None:
    for kind in catalog().kinds.values():
        known = {each.name for each in kind.attributes}
        assert set(kind.names) | set(kind.identity) <= known, kind.name


def test_a_kind_with_an_arn_says_so() -> None:
    """An ARN tells the Region and the account; a kind that has one and hides it cannot be joined by it."""
    hidden = [
        name
        for name, kind in catalog().kinds.items()
        if name not in catalog().owners
        and "arn" in types().get(name, {"block": {"attributes": {}}})["block"]["attributes"]
        and kind.find("arn") is None
    ]
    assert hidden == []


def test_blocks_of_terraform_are_seen_in_source_alone() -> None:
    """No plan and no API shows them, save which providers there are; and nothing of them is a resource's."""
    own = [kind for kind in catalog().kinds.values() if kind.of_terraform]
    assert own
    for kind in own:
        assert kind.name.startswith("terraform_"), kind.name
        assert kind.name not in types(), kind.name
        doors = PLAN_ONLY if kind.name == "terraform_plan_provider" else SOURCE_ONLY
        assert kind.doors == doors
        assert {each.doors for each in kind.attributes} == {doors}, kind.name
        assert kind.find("prevent_destroy") is None
        assert (kind.holds_data, kind.serves, kind.companions, kind.listed_by) == (False, False, (), None), kind.name


def test_what_aws_did_is_seen_live_alone() -> None:
    own = [kind for kind in catalog().kinds.values() if kind.alone]
    assert own
    for kind in own:
        assert kind.name not in types(), kind.name
        assert kind.doors == {"live"}
        assert {each.doors for each in kind.attributes} == {kind.doors}, kind.name
        assert kind.listed_by is not None
        assert kind.source
        assert (kind.holds_data, kind.serves, kind.companions) == (False, False, ()), kind.name


def test_every_kind_does_not_mean_blocks_of_terraform() -> None:
    found = kinds_named(("*",), catalog())
    assert set(found) == {name for name, kind in catalog().kinds.items() if kind.of_aws}
    assert kinds_named(("terraform_backend",), catalog()) == ("terraform_backend",)


def test_no_attribute_hides_from_every_door() -> None:
    assert [each.label for each in entries() if not each.declared.doors or not each.declared.doors <= EVERYWHERE] == []


def test_what_a_value_holds_is_what_the_provider_makes_of_it() -> None:
    """Terraform makes text of `7` where the provider's type is text; a reader of source has to do the same."""
    held = {"string": "text", "number": "number", "bool": "truth"}
    wrong = []
    for each in ATTRIBUTES:
        assert isinstance(each.declared, Attribute)
        if each.spot is not None:
            kind = each.spot.type[1] if isinstance(each.spot.type, list) else each.spot.type
            if each.declared.kept_as != held[kind]:
                wrong.append(each)
    assert labels(wrong) == sorted(reviewed.HELD_OTHERWISE)
