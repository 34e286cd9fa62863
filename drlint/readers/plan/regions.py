"""Which Region each provider of a plan's configuration stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from drlint.model.arn import REGION
from drlint.model.values import Unknown
from drlint.readers.plan.address import heads, module_steps
from drlint.readers.plan.document import Configuration, Module, ModuleCall, Provider, Variable, value_of


class ProviderRegions:
    """The Region of each provider configuration; `given` are the user's own words for what a plan cannot tell."""

    def __init__(
        self, configuration: Configuration, variables: Mapping[str, Variable], given: Mapping[str, str]
    ) -> None:
        self._configuration = configuration
        self._variables = variables
        self._given = given
        self._known: dict[str, str | Unknown] = {}

    def region(self, key: str) -> str | Unknown:
        """The Region of a provider configuration key ("aws", "aws.dr", "module.x:aws")."""
        if key not in self._known:
            self._known[key] = self._given.get(key) or self._read(key)
        return self._known[key]

    def all_known(self) -> frozenset[str]:
        """Every Region that an AWS provider of the plan names."""
        keys = [key for key, provider in self._configuration.provider_config.items() if _is_aws(provider)]
        return frozenset(region for region in map(self.region, keys) if isinstance(region, str))

    def _read(self, key: str) -> str | Unknown:
        provider = self._configuration.provider_config.get(key)
        remedy = f"name it in drlint.yaml under provider_regions: {{{key or 'aws'}: …}}"
        if provider is None:
            return Unknown(f"the plan does not describe the provider {key or 'of this resource'}; {remedy}")
        expressions = value_of(provider.expressions) or {}
        expression = expressions.get("region")
        if expression is None:
            return Unknown(f"provider {key} sets no region (it comes from the environment); {remedy}")
        found = self._value(expression, _names(provider.module_address))
        if isinstance(found, str) and REGION.match(found):
            return found
        named = ", ".join(heads(expression.get("references") or [])) if isinstance(expression, dict) else ""
        return Unknown(
            f"the region of provider {key} is {named or 'not known'}, which the plan does not show; {remedy}"
        )

    def _value(self, expression: Any, path: tuple[str, ...]) -> Any:
        """The value of an expression that is a constant or one variable, followed up through module inputs."""
        if not isinstance(expression, dict):
            return None
        if "constant_value" in expression:
            return expression["constant_value"]
        named = heads(expression.get("references") or [])
        if len(named) != 1 or not named[0].startswith("var."):
            return None
        name = named[0].removeprefix("var.")
        if not path:
            return _simple(self._variables.get(name))
        call = _call(self._configuration.root_module, path)
        if call is None:
            return None
        if name in call.expressions:
            return self._value(call.expressions[name], path[:-1])
        declared = call.module.variables.get(name)
        return declared.default if declared else None


def _is_aws(provider: Provider) -> bool:
    return provider.name == "aws" or provider.full_name.endswith("/aws")


def _names(module_address: str) -> tuple[str, ...]:
    return tuple(name for name, _ in module_steps(module_address))


def _simple(variable: Variable | None) -> Any:
    if variable is None:
        return None
    try:
        return value_of(variable.value)
    except msgspec.DecodeError:
        return None


def _call(module: Module, path: tuple[str, ...]) -> ModuleCall | None:
    call: ModuleCall | None = None
    for name in path:
        call = module.module_calls.get(name)
        if call is None:
            return None
        module = call.module
    return call
