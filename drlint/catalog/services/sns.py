"""Amazon SNS: topics, and who hears them."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Kind, Relation

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"

TOPIC = Kind(
    name="aws_sns_topic",
    title="topic",
    cloudformation="AWS::SNS::Topic",
    names=("arn", "id", "name"),
    identity=("name",),
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="name", default=CHOSEN_BY_AWS),
        Attribute(name="name_prefix", doors=CODE),
        Attribute(name="tags", terraform="tags_all"),
        Attribute(name="fifo_topic", default=False),
        Attribute(name="kms_master_key_id"),
        Attribute(name="policy", default=CHOSEN_BY_AWS),
    ),
    relations=(
        Relation(
            name="encrypted_by",
            to=("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias"),
            by="kms_master_key_id",
            inverse="encrypts",
        ),
    ),
    source=f"{_DOCS}/sns_topic (2026-11-23)",
)

SUBSCRIPTION = Kind(
    name="aws_sns_topic_subscription",
    title="subscription",
    cloudformation="AWS::SNS::Subscription",
    names=("arn", "id"),
    # `endpoint` stays out: it is a phone number, an address, or a URL that holds a pager's integration key.
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="topic_arn", stronger="present"),
        Attribute(name="protocol"),
        Attribute(name="filter_policy"),
        Attribute(name="endpoint_auto_confirms", default=False),
        # Not known before the subscription exists: whether a person will click the link.
        Attribute(name="pending_confirmation", default=CHOSEN_BY_AWS, stronger="false", holds="truth"),
    ),
    relations=(Relation(name="topic", to=("aws_sns_topic",), by="topic_arn", inverse="subscriptions", elsewhere=True),),
    source=f"{_DOCS}/sns_topic_subscription (2026-11-23)",
)
