"""What operations on compute, storage, backups, secrets and traffic do."""

from __future__ import annotations

from drlint.recovery.operations.model import (
    CHECK,
    CONFIGURE,
    COPY,
    CREATE,
    DEPLOY,
    DETACH,
    FENCE,
    MADE,
    OTHER,
    PROMOTE,
    RESTORE,
    SCALE,
    SOURCE,
    START,
    STOP,
    TRAFFIC,
    Names,
    Operation,
    Table,
    sourced,
)

_GROUP = Names("auto-scaling-group-name", ("aws_autoscaling_group",))
_GROUPS = Names("auto-scaling-group-names", ("aws_autoscaling_group",))
_IN_SERVICE = ("describe-auto-scaling-groups", "describe-auto-scaling-instances")
_SERVICE = Names("service", ("aws_ecs_service",))
_SERVICES = Names("services", ("aws_ecs_service",))
_STABLE = ("wait services-stable", "describe-services")
_INSTANCES = Names("instance-ids", ("aws_instance",))
_RUNNING = ("wait instance-running", "wait instance-status-ok", "describe-instances", "describe-instance-status")
_VOLUMES = Names("volume-ids", ("aws_ebs_volume",))
_FUNCTION = Names("function-name", ("aws_lambda_function",))

_COMPUTE: dict[str, Table] = {
    "autoscaling": {
        "update-auto-scaling-group": Operation(
            does=SCALE, names=(_GROUP,), until=_IN_SERVICE, seen="its instances are InService"
        ),
        "set-desired-capacity": Operation(
            does=SCALE, names=(_GROUP,), until=_IN_SERVICE, seen="its instances are InService"
        ),
        "resume-processes": Operation(does=START, names=(_GROUP,)),
        "suspend-processes": Operation(does=OTHER, names=(_GROUP,)),
        "start-instance-refresh": Operation(
            does=DEPLOY, names=(_GROUP,), until=("describe-instance-refreshes",), seen="the refresh is Successful"
        ),
        "describe-auto-scaling-groups": Operation(does=CHECK, names=(_GROUPS,)),
    },
    "ecs": {
        "update-service": Operation(does=SCALE, names=(_SERVICE,), until=_STABLE, seen="the service is stable"),
        "create-service": Operation(does=DEPLOY, until=_STABLE, seen="the service is stable"),
        "deploy": Operation(does=DEPLOY, names=(_SERVICE,)),
        "run-task": Operation(does=START, until=("wait tasks-running", "describe-tasks"), seen="the tasks run"),
        "describe-services": Operation(does=CHECK, names=(_SERVICES,)),
    },
    "eks": {
        "update-nodegroup-config": Operation(
            does=SCALE, until=("wait nodegroup-active", "describe-nodegroup"), seen="the node group is ACTIVE"
        ),
        "update-kubeconfig": Operation(does=CHECK),
        "get-token": Operation(does=CHECK),
    },
    "ec2": {
        "start-instances": Operation(does=START, names=(_INSTANCES,), until=_RUNNING, seen="the instances are running"),
        "run-instances": Operation(does=START, until=_RUNNING, seen="the instances are running"),
        "stop-instances": Operation(does=STOP, names=(_INSTANCES,)),
        "terminate-instances": Operation(does=STOP, names=(_INSTANCES,)),
        "create-volume": Operation(
            does=RESTORE, until=("wait volume-available", "describe-volumes"), seen="the volume is available"
        ),
        "copy-snapshot": Operation(
            does=COPY, until=("wait snapshot-completed", "describe-snapshots"), seen="the copy is completed"
        ),
        "copy-image": Operation(does=COPY, until=("wait image-available", "describe-images"), seen="it is available"),
        "create-snapshot": Operation(
            does=COPY, until=("wait snapshot-completed", "describe-snapshots"), seen="the snapshot is completed"
        ),
        "revoke-security-group-ingress": Operation(does=FENCE),
        "replace-network-acl-association": Operation(does=FENCE),
        "describe-instances": Operation(does=CHECK, names=(_INSTANCES,)),
        "describe-instance-status": Operation(does=CHECK, names=(_INSTANCES,)),
        "describe-volumes": Operation(does=CHECK, names=(_VOLUMES,)),
    },
    "lambda": {
        "update-function-configuration": Operation(does=CONFIGURE, names=(_FUNCTION,)),
        "put-function-concurrency": Operation(does=SCALE, names=(_FUNCTION,)),
        "invoke": Operation(does=OTHER, names=(_FUNCTION,)),
        "create-event-source-mapping": Operation(does=START),
        "update-event-source-mapping": Operation(does=START),
    },
    "cloudformation": {
        "deploy": Operation(does=DEPLOY),
        "create-stack": Operation(
            does=DEPLOY, until=("wait stack-create-complete", "describe-stacks"), seen="it is CREATE_COMPLETE"
        ),
        "update-stack": Operation(
            does=DEPLOY, until=("wait stack-update-complete", "describe-stacks"), seen="it is UPDATE_COMPLETE"
        ),
    },
    "application-autoscaling": {"register-scalable-target": Operation(does=SCALE)},
    "drs": {
        "start-recovery": Operation(does=RESTORE, until=("describe-jobs",), seen="the job is COMPLETED"),
        "stop-replication": Operation(does=DETACH),
        "reverse-replication": Operation(does=CONFIGURE),
    },
    "ssm": {"start-automation-execution": Operation(does=OTHER), "send-command": Operation(does=OTHER)},
}

_BUCKET = Names("bucket", ("aws_s3_bucket",))
_SECRET = Names("secret-id", ("aws_secretsmanager_secret",))
_FILES = Names("file-system-id", ("aws_efs_file_system",))

_STORAGE: dict[str, Table] = {
    "efs": {
        "delete-replication-configuration": Operation(
            does=DETACH,
            names=(Names("source-file-system-id", ("aws_efs_file_system",), SOURCE, anywhere=True),),
            until=("describe-replication-configurations", "describe-file-systems"),
            seen="the destination is no replica any more",
        ),
        "create-replication-configuration": Operation(
            does=CONFIGURE, names=(Names("source-file-system-id", ("aws_efs_file_system",), SOURCE),)
        ),
        "describe-file-systems": Operation(does=CHECK, names=(_FILES,)),
        "describe-replication-configurations": Operation(does=CHECK, names=(_FILES,)),
    },
    "backup": {
        "start-restore-job": Operation(does=RESTORE, until=("describe-restore-job",), seen="the job is COMPLETED"),
        "start-copy-job": Operation(does=COPY, until=("describe-copy-job",), seen="the job is COMPLETED"),
        "start-backup-job": Operation(does=COPY, until=("describe-backup-job",), seen="the job is COMPLETED"),
    },
    "fsx": {
        "create-file-system-from-backup": Operation(
            does=RESTORE, until=("describe-file-systems",), seen="it is AVAILABLE"
        )
    },
    "secretsmanager": {
        "stop-replication-to-replica": Operation(does=PROMOTE, names=(_SECRET,)),
        "put-secret-value": Operation(does=CONFIGURE, names=(_SECRET,)),
        "update-secret": Operation(does=CONFIGURE, names=(_SECRET,)),
        "rotate-secret": Operation(does=CONFIGURE, names=(_SECRET,)),
        "replicate-secret-to-regions": Operation(does=COPY, names=(_SECRET,)),
        "get-secret-value": Operation(does=CHECK, names=(_SECRET,)),
        "describe-secret": Operation(does=CHECK, names=(_SECRET,)),
    },
    "kms": {"update-primary-region": Operation(does=CONFIGURE, names=(Names("key-id", ("aws_kms_key",)),))},
    "s3api": {
        "put-bucket-replication": Operation(does=CONFIGURE, names=(_BUCKET,)),
        "put-bucket-versioning": Operation(does=CONFIGURE, names=(_BUCKET,)),
        "put-bucket-policy": Operation(does=FENCE, names=(_BUCKET,)),
        "create-bucket": Operation(does=CREATE, names=(Names("bucket", ("aws_s3_bucket",), MADE),)),
        "head-bucket": Operation(does=CHECK, names=(_BUCKET,)),
        "head-object": Operation(does=CHECK, names=(_BUCKET,)),
        "get-bucket-replication": Operation(does=CHECK, names=(_BUCKET,)),
        "list-objects-v2": Operation(does=CHECK, names=(_BUCKET,)),
    },
    "s3": {
        "sync": Operation(does=COPY),
        "cp": Operation(does=COPY),
        "mv": Operation(does=COPY),
        "rm": Operation(does=OTHER),
        "mb": Operation(does=CREATE),
        "ls": Operation(does=CHECK),
        "presign": Operation(does=CHECK),
    },
    "opensearch": {"upgrade-domain": Operation(does=OTHER)},
}

_ZONE = Names("hosted-zone-id", ("aws_route53_zone",))
_HEALTH = Names("health-check-id", ("aws_route53_health_check",))

_TRAFFIC: dict[str, Table] = {
    "route53": {
        "change-resource-record-sets": Operation(
            does=TRAFFIC,
            names=(_ZONE,),
            until=("wait resource-record-sets-changed", "get-change"),
            seen="the change is INSYNC",
        ),
        "update-health-check": Operation(
            does=TRAFFIC,
            names=(_HEALTH,),
            moves_with=frozenset({"disabled", "no-disabled", "inverted", "no-inverted"}),
        ),
        "get-health-check-status": Operation(does=CHECK, names=(_HEALTH,)),
        "get-health-check": Operation(does=CHECK, names=(_HEALTH,)),
        "list-resource-record-sets": Operation(does=CHECK, names=(_ZONE,)),
        "get-hosted-zone": Operation(does=CHECK, names=(Names("id", ("aws_route53_zone",)),)),
        "test-dns-answer": Operation(does=CHECK, names=(_ZONE,)),
    },
    "route53-recovery-cluster": {
        "update-routing-control-state": Operation(does=TRAFFIC),
        "update-routing-control-states": Operation(does=TRAFFIC),
    },
    "arc-region-switch": {
        "start-plan-execution": Operation(does=OTHER, until=("get-plan-execution",), seen="the execution is completed")
    },
    "globalaccelerator": {
        "update-endpoint-group": Operation(
            does=TRAFFIC,
            names=(Names("endpoint-group-arn", ("aws_globalaccelerator_endpoint_group",), anywhere=True),),
        ),
        "add-endpoints": Operation(does=TRAFFIC),
        "remove-endpoints": Operation(does=TRAFFIC),
    },
    "cloudfront": {
        "update-distribution": Operation(
            does=TRAFFIC,
            names=(Names("id", ("aws_cloudfront_distribution",)),),
            until=("wait distribution-deployed", "get-distribution"),
            seen="the distribution is Deployed",
        ),
        "create-invalidation": Operation(
            does=OTHER, names=(Names("distribution-id", ("aws_cloudfront_distribution",)),)
        ),
    },
    "s3control": {"submit-multi-region-access-point-routes": Operation(does=TRAFFIC)},
    "elbv2": {
        "modify-listener": Operation(does=TRAFFIC),
        "modify-rule": Operation(does=TRAFFIC),
        "register-targets": Operation(does=CONFIGURE),
        "deregister-targets": Operation(does=OTHER),
        "describe-target-health": Operation(does=CHECK, names=(Names("target-group-arn", ("aws_lb_target_group",)),)),
    },
    "cloudwatch": {
        "describe-alarms": Operation(does=CHECK, names=(Names("alarm-names", ("aws_cloudwatch_metric_alarm",)),)),
        "disable-alarm-actions": Operation(does=OTHER, names=(Names("alarm-names", ("aws_cloudwatch_metric_alarm",)),)),
        "enable-alarm-actions": Operation(does=OTHER, names=(Names("alarm-names", ("aws_cloudwatch_metric_alarm",)),)),
    },
}

OTHERS: Table = {
    f"{service} {name}": each
    for tables in (_COMPUTE, _STORAGE, _TRAFFIC)
    for service, table in tables.items()
    for name, each in sourced(
        f"https://docs.aws.amazon.com/cli/latest/reference/{service}/ (botocore 1.44.5, 2026-11-23)", table
    ).items()
}
