"""Amazon SNS: topics, and who hears them."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Call, Detail, Kind, Relation

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"

TOPIC = Kind(
    name="aws_sns_topic",
    title="topic",
    cloudformation="AWS::SNS::Topic",
    names=("arn", "id", "name"),
    identity=("name",),
    arn="TopicArn",
    listed_by=Call(service="sns", operation="ListTopics", items="Topics"),
    details=(
        Detail(operation="GetTopicAttributes", given={"TopicArn": "TopicArn"}),
        Detail(operation="ListTagsForResource", given={"ResourceArn": "TopicArn"}),
    ),
    attributes=(
        Attribute(name="arn", api="TopicArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="TopicArn", default=CHOSEN_BY_AWS),
        Attribute(name="name", api="TopicArn", cut=r".*:([^:]+)$", default=CHOSEN_BY_AWS),
        Attribute(name="name_prefix", doors=CODE),
        Attribute(name="tags", api="ListTagsForResource:Tags", terraform="tags_all"),
        Attribute(name="fifo_topic", api="GetTopicAttributes:Attributes.FifoTopic", default=False),
        Attribute(name="kms_master_key_id", api="GetTopicAttributes:Attributes.KmsMasterKeyId"),
        Attribute(name="policy", api="GetTopicAttributes:Attributes.Policy", default=CHOSEN_BY_AWS),
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
    listed_by=Call(service="sns", operation="ListSubscriptions", items="Subscriptions"),
    # One that nobody confirmed has no ARN yet.
    details=(
        Detail(
            operation="GetSubscriptionAttributes",
            given={"SubscriptionArn": "SubscriptionArn"},
            absent=("InvalidParameter",),
        ),
    ),
    attributes=(
        Attribute(name="arn", api="GetSubscriptionAttributes:Attributes.SubscriptionArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="GetSubscriptionAttributes:Attributes.SubscriptionArn", default=CHOSEN_BY_AWS),
        Attribute(name="topic_arn", api="TopicArn", stronger="present"),
        Attribute(name="protocol", api="Protocol"),
        Attribute(name="filter_policy", api="GetSubscriptionAttributes:Attributes.FilterPolicy"),
        Attribute(name="endpoint_auto_confirms", doors=CODE, default=False),
        # Not known before the subscription exists: whether a person will click the link.
        Attribute(
            name="pending_confirmation",
            api="GetSubscriptionAttributes:Attributes.PendingConfirmation|SubscriptionArn",
            words={"true": True, "false": False, "PendingConfirmation": True},
            default=CHOSEN_BY_AWS,
            stronger="false",
            holds="truth",
        ),
    ),
    relations=(Relation(name="topic", to=("aws_sns_topic",), by="topic_arn", inverse="subscriptions", elsewhere=True),),
    source=f"{_DOCS}/sns_topic_subscription (2026-11-23)",
)
