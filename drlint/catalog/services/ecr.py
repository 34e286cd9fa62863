"""Amazon ECR: image repositories and the replication of a registry."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Detail, Kind, Relation, Where

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"

REPOSITORY = Kind(
    name="aws_ecr_repository",
    title="image repository",
    cloudformation="AWS::ECR::Repository",
    names=("arn", "id", "name", "repository_url"),
    identity=("name",),
    holds_data=True,
    serves=True,
    arn="repositoryArn",
    listed_by=Call(service="ecr", operation="DescribeRepositories", items="repositories"),
    details=(Detail(operation="ListTagsForResource", given={"resourceArn": "repositoryArn"}),),
    attributes=(
        Attribute(name="arn", api="repositoryArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="repositoryName", default=CHOSEN_BY_AWS),
        Attribute(name="name", api="repositoryName"),
        Attribute(name="registry_id", api="registryId", default=CHOSEN_BY_AWS),
        Attribute(name="repository_url", api="repositoryUri", default=CHOSEN_BY_AWS),
        Attribute(name="tags", api="ListTagsForResource:tags", terraform="tags_all"),
        Attribute(name="image_tag_mutability", api="imageTagMutability", default="MUTABLE"),
        Attribute(name="force_delete", default=False, doors=CODE, stronger="false"),
        Attribute(
            name="encryption_type",
            api="encryptionConfiguration.encryptionType",
            terraform="encryption_configuration.encryption_type",
            default="AES256",
        ),
        # None: with KMS, the account's aws/ecr key.
        Attribute(name="kms_key", api="encryptionConfiguration.kmsKey", terraform="encryption_configuration.kms_key"),
    ),
    relations=(
        Relation(
            name="encrypted_by",
            to=("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias"),
            by="kms_key",
            inverse="encrypts",
        ),
    ),
    source=f"{_DOCS}/ecr_repository (2026-11-23)",
)

# One per account and Region: it speaks for every repository of its registry that a filter lets through, so it has no
# relation to any of them. https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html (2026-11-23)
REPLICATION = Kind(
    name="aws_ecr_replication_configuration",
    title="registry replication",
    cloudformation="AWS::ECR::ReplicationConfiguration",
    names=("id", "registry_id"),
    listed_by=Call(service="ecr", operation="DescribeRegistry", items=""),
    where=(Where(path="replicationConfiguration.rules[#]", but=(0, None)),),
    attributes=(
        Attribute(name="id", api="registryId", default=CHOSEN_BY_AWS),
        Attribute(name="registry_id", api="registryId", default=CHOSEN_BY_AWS),
        Block(
            name="rule",
            api="replicationConfiguration.rules",
            many=True,
            terraform="replication_configuration.rule",
            stronger="more",
            attributes=(
                Block(
                    name="destination",
                    api="destinations",
                    many=True,
                    stronger="more",
                    attributes=(
                        Attribute(name="region", api="region"),
                        Attribute(name="registry_id", api="registryId"),
                    ),
                ),
                # None at all: every repository. More filters let more repositories through.
                Block(
                    name="repository_filter",
                    api="repositoryFilters",
                    many=True,
                    attributes=(
                        Attribute(name="filter", api="filter"),
                        Attribute(name="filter_type", api="filterType"),
                    ),
                ),
            ),
        ),
    ),
    source=f"{_DOCS}/ecr_replication_configuration (2026-11-23)",
)
