"""In which Region a plan's resources stand, and what to do where the plan cannot tell."""

from __future__ import annotations

from typing import Any

import pytest
from plan_json import block, call, change, fixture, module, plan, provider, read, refers

from drlint.model.values import Unknown

DB = "aws_db_instance.db"


def region(data: bytes, path: str = DB, **options: Any) -> Any:
    (it,) = (each for each in read(data, **options).resources if each.address.path == path)
    return it.region


def unknown_region(data: bytes, path: str = DB) -> str:
    found = region(data, path)
    assert isinstance(found, Unknown), found
    return found.reason


def one(key: str = "aws", values: Any = None, **providers: Any) -> bytes:
    given = {name.replace("__", "."): each for name, each in providers.items()} or {"aws": provider()}
    return plan(change(DB, values or {}), root=module(block(DB, provider=key)), providers=given)


def test_the_region_is_that_of_the_provider() -> None:
    assert region(one(aws=provider("eu-west-1"))) == "eu-west-1"


def test_an_alias_is_another_provider() -> None:
    assert region(one("aws.dr", aws=provider("eu-west-1"), aws__dr=provider("us-east-1", alias="dr"))) == "us-east-1"


def test_the_result_names_every_region_of_its_providers() -> None:
    data = one(aws=provider("eu-west-1"), aws__dr=provider("us-east-1", alias="dr"))
    assert read(data).regions == {"eu-west-1", "us-east-1"}


def test_a_variable_of_the_root_is_in_the_plan() -> None:
    data = plan(
        change(DB, {}),
        root=module(block(DB)),
        providers={"aws": provider(refers("var.region"))},
        variables={"region": "ap-southeast-2"},
    )
    assert region(data) == "ap-southeast-2"


@pytest.mark.parametrize(
    "expression", [refers("local.region"), refers("data.aws_region.here.name"), refers("var.a", "var.b")]
)
def test_what_the_plan_does_not_show_is_unknown_with_the_remedy(expression: Any) -> None:
    said = unknown_region(one(aws=provider(expression)))
    assert expression["references"][0] in said
    assert "name it in drlint.yaml under provider_regions: {aws: …}" in said


def test_a_variable_that_is_no_region_is_unknown() -> None:
    data = plan(
        change(DB, {}),
        root=module(block(DB)),
        providers={"aws": provider(refers("var.region"))},
        variables={"region": "somewhere"},
    )
    assert "provider_regions" in unknown_region(data)


@pytest.mark.parametrize("references", [7, "var.region", [7, ["var.region"], {}], None, {}])
def test_references_of_another_shape_are_unknown(references: Any) -> None:
    assert "provider_regions" in unknown_region(one(aws=provider({"references": references})))


def test_a_provider_without_a_region_takes_it_from_the_environment() -> None:
    assert "it comes from the environment" in unknown_region(one(aws=provider(None)))


def test_a_provider_that_the_plan_does_not_describe_is_unknown() -> None:
    assert "does not describe the provider aws.gone" in unknown_region(one("aws.gone"))


def test_the_user_can_say_what_the_plan_cannot() -> None:
    data = one("aws.dr", aws=provider("eu-west-1"), aws__dr=provider(refers("local.region"), alias="dr"))
    assert region(data, provider_regions={"aws.dr": "us-west-2"}) == "us-west-2"
    assert read(data, provider_regions={"aws.dr": "us-west-2"}).regions == {"eu-west-1", "us-west-2"}


def in_module(provider_of_block: str, providers: dict[str, Any], **inputs: Any) -> bytes:
    called = module(block(DB, provider=provider_of_block), variables={"region": {"default": "sa-east-1"}})
    return plan(
        change(f"module.m.{DB}", {}),
        root=module(calls={"m": call(called, **inputs)}),
        providers=providers,
        variables={"far": "ca-central-1"},
    )


def test_a_modules_providers_map_leads_to_the_roots_provider() -> None:
    """Terraform resolves the map itself: the block names the root's provider."""
    data = in_module("aws.dr", {"aws": provider(), "aws.dr": provider("us-east-1", alias="dr")})
    assert region(data, f"module.m.{DB}") == "us-east-1"


def test_a_provider_inside_a_module_reads_the_modules_inputs() -> None:
    own = {"module.m:aws": provider(refers("var.region"), module_address="module.m")}
    assert region(in_module("module.m:aws", own, region=refers("var.far")), f"module.m.{DB}") == "ca-central-1"
    assert (
        region(in_module("module.m:aws", own, region={"constant_value": "us-west-1"}), f"module.m.{DB}") == "us-west-1"
    )
    assert region(in_module("module.m:aws", own), f"module.m.{DB}") == "sa-east-1"
    said = unknown_region(in_module("module.m:aws", own, region=refers("local.far")), f"module.m.{DB}")
    assert "provider_regions: {module.m:aws: …}" in said


@pytest.mark.parametrize(
    "values",
    [
        {"region": "us-west-2"},
        {"arn": "arn:aws:rds:us-west-2:111122223333:db:orders"},
        {"availability_zone": "us-west-2b"},
        {"region": "us-west-2", "arn": "arn:aws:rds:eu-west-1:111122223333:db:orders"},
    ],
    ids=["provider v6", "ARN", "zone", "its own word before its ARN"],
)
def test_its_own_values_say_more_than_the_provider(values: Any) -> None:
    assert region(one(values=values)) == "us-west-2"
    assert read(one(values=values)).regions == {"eu-central-1", "us-west-2"}


@pytest.mark.parametrize("values", [{"region": "nowhere"}, {"arn": "arn:aws:iam::111122223333:role/x"}, {"arn": 7}])
def test_values_that_say_no_region_leave_it_to_the_provider(values: Any) -> None:
    assert region(one(values=values)) == "eu-central-1"


def test_a_global_resource_stands_in_no_region() -> None:
    zone = "aws_route53_zone.z"
    assert region(plan(change(zone, {"name": "example.com"}), root=module(block(zone))), zone) is None


def test_an_endpoint_group_stands_where_it_says() -> None:
    group = "aws_globalaccelerator_endpoint_group.g"
    data = plan(change(group, {"endpoint_group_region": "us-east-1"}), root=module(block(group)))
    assert region(data, group) == "us-east-1"


def test_the_account_comes_from_the_arn() -> None:
    (it,) = read(one(values={"arn": "arn:aws:rds:us-west-2:111122223333:db:orders"})).resources
    assert it.account == "111122223333"
    assert read(one()).resources[0].account is None


def test_without_configuration_the_region_is_unknown() -> None:
    assert isinstance(region(plan(change(DB, {}), configuration=None)), Unknown)


def test_the_providers_that_terraform_wrote() -> None:
    found = {each.address.path: each.region for each in fixture("instances").resources}
    assert found['aws_s3_bucket.b["x"]'] == "eu-west-1"
    assert found["aws_s3_bucket.numbered[1]"] == "eu-central-1"
    assert found['module.store["south"].module.shelf["c"].aws_s3_bucket.replica'] == "eu-central-1"
    assert found["module.legacy.aws_sns_topic.old"] == "sa-east-1"
    for name in ("far", "silent"):
        said = found[f"aws_sns_topic.{name}"]
        assert isinstance(said, Unknown)
        assert "provider_regions" in said.reason


def test_regions_of_provider_version_6() -> None:
    result = fixture("provider-v6-region")
    regions = {each.region for each in result.resources if isinstance(each.region, str)}
    assert len(regions) > 1
    assert regions <= result.regions
