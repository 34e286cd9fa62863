"""What `value.name` and `value[key]` are."""

from __future__ import annotations

from drlint.model.values import Reference, Unknown
from drlint.readers.hcl.operators import number_of, text_of
from drlint.readers.hcl.seen import Called, Instance, Invalid, OpenBlock, Seen, SetOf, because, candidates, gap


def attribute_of(value: Seen, name: str) -> Seen:
    """What `value.name` is."""
    if isinstance(value, Unknown):
        return value
    if isinstance(value, Instance):
        return value.home.attribute(value, name)
    if isinstance(value, Called):
        return value.home.output(name)
    if isinstance(value, Reference):
        return because(f"{value.to.path}.{value.attribute}.{name} is known after apply", (value.to,))
    if isinstance(value, dict):
        if name in value:
            return value[name]
        if value and all(isinstance(each, Instance) for each in value.values()):
            return tuple(attribute_of(each, name) for each in value.values())
        return _left_out(value, name)
    if isinstance(value, tuple) and value and all(isinstance(each, Instance) for each in value):
        return tuple(attribute_of(each, name) for each in value)
    return Invalid(f"there is no {name} in the value")


def element_of(value: Seen, key: Seen) -> Seen:
    """What `value[key]` is."""
    if isinstance(value, Unknown):
        return value
    missing = gap(key)
    if missing is not None:
        return missing if isinstance(missing, Invalid) else because(missing.reason, candidates(key, value))
    if type(value) is SetOf:
        return Invalid("the elements of a set have no number")
    if isinstance(value, tuple):
        position = number_of(key)
        if isinstance(position, int) and 0 <= position < len(value):
            return value[position]
        return Invalid(f"there is no element {text_of(key)} among {len(value)}")
    if isinstance(value, dict):
        name = text_of(key)
        return value[name] if name in value else _left_out(value, name)
    if isinstance(value, Instance):
        return _instance_element(value, key)
    if isinstance(value, Called):
        return attribute_of(value, key) if isinstance(key, str) else Invalid("the module has one instance only")
    if isinstance(value, Reference):
        return because(f"{value.to.path}.{value.attribute}[{text_of(key)}] is known after apply", (value.to,))
    return Invalid("an index is read from what is neither a list nor a map")


def _left_out(value: Seen, name: str | None) -> Unknown:
    if isinstance(value, OpenBlock):
        return Unknown(f"{name} is the provider's to say")
    return Invalid(f"there is no {name} in the value")


def _instance_element(instance: Instance, key: Seen) -> Seen:
    """`aws_x.y["name"]` is the attribute; of an undeclared resource it may as well be an instance."""
    path = instance.address.path
    if instance.block is None:
        return because(f"{path} is not declared here", (instance.address,))
    return attribute_of(instance, key) if isinstance(key, str) else Invalid(f"{path} has one instance only")
