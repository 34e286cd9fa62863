# Commands as recovery runbooks have them; not one of them has a problem. One line each.

# rds, aurora
aws rds failover-global-cluster --region eu-west-1 --global-cluster-identifier orders --target-db-cluster-identifier arn:aws:rds:eu-west-1:111122223333:cluster:orders-standby --allow-data-loss
aws rds switchover-global-cluster --global-cluster-identifier orders --target-db-cluster-identifier "$TARGET_ARN"
aws rds remove-from-global-cluster --global-cluster-identifier orders --db-cluster-identifier arn:aws:rds:eu-west-1:111122223333:cluster:orders
aws rds describe-global-clusters --global-cluster-identifier orders --query 'GlobalClusters[0].GlobalClusterMembers[?IsWriter==`true`].DBClusterArn' --output text
aws rds describe-global-clusters --query "GlobalClusters[].{Name:GlobalClusterIdentifier,State:FailoverState.Status,From:FailoverState.FromDbClusterArn}" --output table
aws rds create-global-cluster --global-cluster-identifier orders --source-db-cluster-identifier arn:aws:rds:us-east-1:111122223333:cluster:orders
aws rds promote-read-replica --db-instance-identifier orders-replica --backup-retention-period 14 --region us-west-2
aws rds create-db-instance-read-replica --db-instance-identifier orders-replica --source-db-instance-identifier arn:aws:rds:us-east-1:111122223333:db:orders --source-region us-east-1 --kms-key-id alias/recovery --no-auto-minor-version-upgrade
aws rds wait db-instance-available --db-instance-identifier orders-replica --region us-west-2
aws rds wait db-cluster-available --db-cluster-identifier "${CLUSTER}"
aws rds failover-db-cluster --db-cluster-identifier orders --target-db-instance-identifier orders-2
aws rds restore-db-instance-to-point-in-time --source-db-instance-identifier orders --target-db-instance-identifier orders-restored --restore-time 2026-11-26T03:15:00Z --db-subnet-group-name private --vpc-security-group-ids sg-1 sg-2 --multi-az --no-publicly-accessible
aws rds restore-db-instance-to-point-in-time --source-db-instance-automated-backups-arn "$BACKUP_ARN" --target-db-instance-identifier orders --use-latest-restorable-time
aws rds restore-db-cluster-to-point-in-time --source-db-cluster-identifier orders --db-cluster-identifier orders-restored --use-latest-restorable-time --restore-type full-copy
aws rds restore-db-cluster-from-snapshot --db-cluster-identifier orders --snapshot-identifier "$SNAPSHOT" --engine aurora-postgresql --engine-version 16.4 --enable-cloudwatch-logs-exports postgresql
aws rds restore-db-instance-from-db-snapshot --db-instance-identifier orders --db-snapshot-identifier orders-before --db-instance-class db.r6g.xlarge
aws rds copy-db-snapshot --source-db-snapshot-identifier arn:aws:rds:us-east-1:111122223333:snapshot:orders --target-db-snapshot-identifier orders-copy --source-region us-east-1 --kms-key-id alias/recovery --copy-tags --region eu-west-1
aws rds copy-db-cluster-snapshot --source-db-cluster-snapshot-identifier "$ARN" --target-db-cluster-snapshot-identifier orders-copy
aws rds create-db-snapshot --db-instance-identifier orders --db-snapshot-identifier "orders-$(date +%F)" --tags Key=drill,Value=yes Key=owner,Value=payments
aws rds describe-db-snapshots --db-instance-identifier orders --snapshot-type automated --query 'sort_by(DBSnapshots,&SnapshotCreateTime)[-1].DBSnapshotIdentifier' --output text
aws rds describe-db-instances --db-instance-identifier orders --query 'DBInstances[0].[DBInstanceStatus,MultiAZ,Endpoint.Address,ReadReplicaSourceDBInstanceIdentifier]'
aws rds describe-db-instances --query 'DBInstances[?contains(DBInstanceIdentifier, `orders`) && MultiAZ==`false`].DBInstanceIdentifier'
aws rds describe-db-clusters --filters Name=engine,Values=aurora-mysql,aurora-postgresql --query 'DBClusters[*].DBClusterMembers[?IsClusterWriter==`true`].DBInstanceIdentifier | [0]'
aws rds describe-events --source-type db-cluster --source-identifier orders --duration 120 --event-categories failover failure
aws rds modify-db-instance --db-instance-identifier orders --db-instance-class db.r6g.2xlarge --apply-immediately --no-deletion-protection
aws rds modify-db-cluster --db-cluster-identifier orders --scaling-configuration MinCapacity=2,MaxCapacity=16,AutoPause=false --apply-immediately
aws rds modify-db-cluster --db-cluster-identifier orders --serverless-v2-scaling-configuration '{"MinCapacity": 0.5, "MaxCapacity": 32}'
aws rds create-db-cluster --db-cluster-identifier orders --engine aurora-postgresql --global-cluster-identifier orders --availability-zones us-west-2a us-west-2b --master-username app --manage-master-user-password
aws rds create-db-instance --db-instance-identifier orders-1 --db-cluster-identifier orders --engine aurora-postgresql --db-instance-class db.r6g.large --promotion-tier 1
aws rds delete-db-cluster --db-cluster-identifier orders --final-db-snapshot-identifier orders-last
aws rds delete-db-instance --db-instance-identifier orders-1 --skip-final-snapshot --no-delete-automated-backups
aws rds start-db-instance-automated-backups-replication --source-db-instance-arn "$ARN" --backup-retention-period 14 --kms-key-id "$KEY"
aws rds generate-db-auth-token --hostname orders.example.internal --port 5432 --username app --region us-west-2
aws rds reboot-db-instance --db-instance-identifier orders --force-failover
aws rds modify-db-proxy-target-group --db-proxy-name orders --target-group-name default --connection-pool-config MaxConnectionsPercent=90,ConnectionBorrowTimeout=30
aws rds register-db-proxy-targets --db-proxy-name orders --db-cluster-identifiers orders
aws rds add-option-to-option-group --option-group-name audit --options OptionName=MARIADB_AUDIT_PLUGIN --apply-immediately
aws rds switchover-blue-green-deployment --blue-green-deployment-identifier "$ID" --switchover-timeout 300
aws docdb failover-global-cluster --global-cluster-identifier sessions --target-db-cluster-identifier "$ARN" --allow-data-loss
aws docdb describe-db-clusters --db-cluster-identifier sessions --query 'DBClusters[0].Status' --output text
aws neptune failover-db-cluster --db-cluster-identifier graph --target-db-instance-identifier graph-2

# dynamodb
aws dynamodb update-table --table-name carts --replica-updates '[{"Create": {"RegionName": "eu-central-1"}}]'
aws dynamodb update-table --table-name carts --replica-updates Create={RegionName=eu-central-1} --region us-east-1
aws dynamodb restore-table-to-point-in-time --source-table-name carts --target-table-name carts-restored --use-latest-restorable-time
aws dynamodb restore-table-to-point-in-time --source-table-arn "$ARN" --target-table-name carts --restore-date-time 1764126000
aws dynamodb restore-table-from-backup --target-table-name carts --backup-arn "$BACKUP" --billing-mode-override PAY_PER_REQUEST
aws dynamodb describe-continuous-backups --table-name carts --query 'ContinuousBackupsDescription.PointInTimeRecoveryDescription.LatestRestorableDateTime'
aws dynamodb update-continuous-backups --table-name carts --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true
aws dynamodb wait table-exists --table-name carts-restored
aws dynamodb get-item --table-name flags --key '{"name": {"S": "region"}}' --consistent-read --query 'Item.value.S' --output text
aws dynamodb put-item --table-name flags --item '{"name": {"S": "region"}, "weight": {"N": "10"}, "tags": {"L": [{"S": "a"}, {"M": {"x": {"BOOL": true}}}]}}'
aws dynamodb update-item --table-name flags --key name={S=region} --update-expression 'SET #v = :v' --expression-attribute-names '#v=value' --expression-attribute-values '{":v": {"S": "us-west-2"}}' --return-values UPDATED_NEW
aws dynamodb scan --table-name carts --select COUNT --query Count
aws dynamodb describe-table --table-name carts --query 'Table.Replicas[].[RegionName,ReplicaStatus]'

# s3
aws s3 sync s3://orders-primary s3://orders-standby --delete --source-region us-east-1 --region us-west-2 --only-show-errors
aws s3 cp s3://runbooks/failover.md - --region eu-west-1
aws s3 cp ./maintenance.html s3://www-example/index.html --acl public-read --cache-control max-age=60 --content-type text/html
aws s3 cp s3://backups/db/ . --recursive --exclude "*" --include "*.dump" --include "*.sql"
aws s3 cp "$SOURCE" "$TARGET" --storage-class STANDARD_IA --sse aws:kms --sse-kms-key-id alias/recovery --metadata owner=payments,drill=yes
aws s3 mv s3://a/x s3://b/x --quiet
aws s3 rm s3://orders-standby/tmp/ --recursive --dryrun
aws s3 ls s3://orders-standby/ --recursive --human-readable --summarize
aws s3 ls
aws s3 mb s3://orders-new --region eu-central-1
aws s3 rb s3://orders-old --force
aws s3 presign s3://runbooks/failover.pdf --expires-in 3600
aws s3 website s3://www-example --index-document index.html --error-document error.html
aws s3api put-bucket-versioning --bucket orders --versioning-configuration Status=Enabled
aws s3api get-bucket-replication --bucket orders --query 'ReplicationConfiguration.Rules[?Status==`Enabled`].Destination.Bucket'
aws s3api put-bucket-replication --bucket orders --replication-configuration file://replication.json
aws s3api put-bucket-replication --bucket orders --replication-configuration '{"Role":"arn:aws:iam::111122223333:role/r","Rules":[{"ID":"all","Status":"Enabled","Priority":1,"Filter":{"Prefix":""},"DeleteMarkerReplication":{"Status":"Enabled"},"Destination":{"Bucket":"arn:aws:s3:::standby","ReplicationTime":{"Status":"Enabled","Time":{"Minutes":15}},"Metrics":{"Status":"Enabled","EventThreshold":{"Minutes":15}}}}]}'
aws s3api head-object --bucket orders --key a.txt --query ReplicationStatus
aws s3api get-object --bucket orders --key a.txt --version-id "$VERSION" /tmp/a.txt
aws s3api list-object-versions --bucket orders --prefix invoices/ --max-items 20 --query 'DeleteMarkers[?IsLatest==`true`].[Key,VersionId]'
aws s3api list-objects-v2 --bucket orders --query 'sum(Contents[].Size)'
aws s3api restore-object --bucket archive --key a.tar --restore-request '{"Days": 7, "GlacierJobParameters": {"Tier": "Expedited"}}'
aws s3api copy-object --copy-source orders/a.txt --bucket orders --key a.txt --metadata-directive COPY
aws s3api delete-objects --bucket orders --delete 'Objects=[{Key=a,VersionId=1},{Key=b}],Quiet=true'
aws s3api create-bucket --bucket orders-eu --create-bucket-configuration LocationConstraint=eu-west-1
aws s3control submit-multi-region-access-point-routes --account-id 111122223333 --mrap "$MRAP" --route-updates Bucket=orders-east,TrafficDialPercentage=0 Bucket=orders-west,TrafficDialPercentage=100 --region us-west-2
aws s3control create-job --account-id 111122223333 --operation '{"S3ReplicateObject":{}}' --report '{"Enabled":false}' --manifest-generator file://manifest.json --priority 1 --role-arn "$ROLE" --no-confirmation-required

# route53, traffic
aws route53 change-resource-record-sets --hosted-zone-id Z0123456789 --change-batch '{"Comment":"fail over","Changes":[{"Action":"UPSERT","ResourceRecordSet":{"Name":"api.example.com","Type":"A","SetIdentifier":"standby","Weight":100,"AliasTarget":{"HostedZoneId":"Z1","DNSName":"lb.example.com","EvaluateTargetHealth":true}}}]}'
aws route53 wait resource-record-sets-changed --id "$CHANGE_ID"
aws route53 list-resource-record-sets --hosted-zone-id Z0123456789 --query "ResourceRecordSets[?Name=='api.example.com.']"
aws route53 list-resource-record-sets --hosted-zone-id Z0123456789 --query "ResourceRecordSets[?Type == 'A'].{name:Name,weight:Weight,to:AliasTarget.DNSName}" --max-items 100
aws route53 get-health-check-status --health-check-id "$CHECK" --query 'HealthCheckObservations[].StatusReport.Status'
aws route53 update-health-check --health-check-id "$CHECK" --inverted --failure-threshold 3
aws route53 get-change --id C123 --query ChangeInfo.Status --output text
aws route53 list-hosted-zones-by-name --dns-name example.com --max-items 1 --query 'HostedZones[0].Id'
aws route53-recovery-cluster update-routing-control-state --routing-control-arn "$CONTROL" --routing-control-state On --endpoint-url "https://host-aaaaaa.us-east-1.example.com/v1" --region us-east-1
aws route53-recovery-cluster update-routing-control-states --update-routing-control-state-entries '[{"RoutingControlArn":"arn:a","RoutingControlState":"Off"},{"RoutingControlArn":"arn:b","RoutingControlState":"On"}]' --safety-rules-to-override arn:c --region us-west-2 --endpoint-url "$ENDPOINT"
aws route53-recovery-cluster list-routing-controls --control-panel-arn "$PANEL" --query 'RoutingControls[].[RoutingControlName,RoutingControlState]'
aws route53-recovery-control-config describe-cluster --cluster-arn "$CLUSTER" --region us-west-2 --query 'Cluster.ClusterEndpoints[].Endpoint'
aws arc-zonal-shift start-zonal-shift --resource-identifier "$LB" --away-from use1-az1 --expires-in 2h --comment "zone is down"
aws arc-zonal-shift cancel-zonal-shift --zonal-shift-id "$ID"
aws arc-region-switch start-plan-execution --plan-arn "$PLAN" --target-region us-west-2 --action activate --mode ungraceful
aws arc-region-switch get-plan-execution --plan-arn "$PLAN" --execution-id "$RUN" --query executionState
aws globalaccelerator update-endpoint-group --endpoint-group-arn "$GROUP" --traffic-dial-percentage 0 --region us-west-2
aws globalaccelerator update-endpoint-group --endpoint-group-arn "$GROUP" --endpoint-configurations EndpointId=arn:aws:elb,Weight=128 EndpointId=arn:aws:elb2,Weight=0 --region us-west-2
aws cloudfront create-invalidation --distribution-id E123 --paths "/*" /index.html
aws cloudfront get-distribution-config --id E123 --query 'DistributionConfig.Origins.Items[].DomainName'
aws cloudfront update-distribution --id E123 --distribution-config file://dist.json --if-match "$ETAG"
aws cloudfront wait distribution-deployed --id E123
aws elbv2 describe-target-health --target-group-arn "$TG" --query 'TargetHealthDescriptions[?TargetHealth.State!=`healthy`].Target.Id'
aws elbv2 modify-listener --listener-arn "$L" --default-actions Type=forward,TargetGroupArn="$TG"
aws elbv2 modify-listener --listener-arn "$L" --default-actions '[{"Type":"forward","ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"a","Weight":0},{"TargetGroupArn":"b","Weight":100}]}}]'
aws elbv2 register-targets --target-group-arn "$TG" --targets Id=i-1,Port=8080 Id=i-2
aws elbv2 modify-target-group-attributes --target-group-arn "$TG" --attributes Key=deregistration_delay.timeout_seconds,Value=30
aws elbv2 wait target-in-service --target-group-arn "$TG"
aws elb describe-instance-health --load-balancer-name web --query 'InstanceStates[?State==`InService`] | length(@)'
aws elb deregister-instances-from-load-balancer --load-balancer-name web --instances i-1 i-2

# ec2, scaling
aws ec2 describe-availability-zones --region us-west-2 --query 'AvailabilityZones[].[ZoneName,State]' --output text
aws ec2 copy-snapshot --region us-west-2 --source-region us-east-1 --source-snapshot-id snap-1 --description "drill" --encrypted --kms-key-id alias/recovery
aws ec2 copy-image --region us-west-2 --source-region us-east-1 --source-image-id ami-1 --name web-2026-11
aws ec2 create-snapshots --instance-specification InstanceId=i-1,ExcludeBootVolume=false --description before --copy-tags-from-source volume
aws ec2 create-volume --snapshot-id snap-1 --availability-zone us-west-2a --volume-type gp3 --iops 6000 --throughput 250 --tag-specifications 'ResourceType=volume,Tags=[{Key=drill,Value=yes}]'
aws ec2 attach-volume --volume-id vol-1 --instance-id i-1 --device /dev/sdf
aws ec2 wait snapshot-completed --snapshot-ids snap-1 snap-2
aws ec2 run-instances --launch-template LaunchTemplateId=lt-1,Version='$Latest' --count 4 --subnet-id subnet-1 --region us-west-2
aws ec2 run-instances --image-id ami-1 --instance-type m6i.large --key-name ops --security-group-ids sg-1 --user-data file://boot.sh --iam-instance-profile Name=web --block-device-mappings '[{"DeviceName":"/dev/xvda","Ebs":{"VolumeSize":100,"VolumeType":"gp3"}}]' --metadata-options HttpTokens=required --no-associate-public-ip-address --dry-run
aws ec2 describe-instances --filters Name=tag:Name,Values=web-* "Name=instance-state-name,Values=running,stopped" --query 'Reservations[].Instances[].[InstanceId,State.Name,Placement.AvailabilityZone]' --output table
aws ec2 describe-instances --instance-ids i-1 --query 'Reservations[0].Instances[0].Tags[?Key==`Name`].Value | [0]' --output text
aws ec2 start-instances --instance-ids $INSTANCES
aws ec2 stop-instances --instance-ids i-1 i-2 --force
aws ec2 modify-instance-attribute --instance-id i-1 --no-disable-api-termination
aws ec2 modify-instance-attribute --instance-id i-1 --instance-type m6i.2xlarge
aws ec2 modify-instance-attribute --instance-id i-1 --instance-type '{"Value": "m6i.2xlarge"}' --ebs-optimized Value=true
aws ec2 associate-address --allocation-id eipalloc-1 --instance-id i-1 --allow-reassociation
aws ec2 replace-route --route-table-id rtb-1 --destination-cidr-block 0.0.0.0/0 --transit-gateway-id tgw-1
aws ec2 authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 5432 --cidr 10.0.0.0/8
aws ec2 authorize-security-group-ingress --group-id sg-1 --ip-permissions 'IpProtocol=tcp,FromPort=443,ToPort=443,IpRanges=[{CidrIp=10.0.0.0/8,Description="office lan"}]'
aws ec2 revoke-security-group-egress --group-id sg-1 --protocol -1 --port -1 --cidr 0.0.0.0/0
aws ec2 create-network-acl-entry --network-acl-id acl-1 --ingress --rule-number 90 --protocol -1 --rule-action deny --cidr-block 0.0.0.0/0
aws ec2 create-tags --resources i-1 vol-1 --tags Key=drill,Value= Key=owner,Value="Payments Team"
aws ec2 create-capacity-reservation --instance-type m6i.large --instance-platform Linux/UNIX --availability-zone us-west-2a --instance-count 10 --region us-west-2
aws ec2 describe-capacity-reservations --query 'CapacityReservations[?State==`active`].AvailableInstanceCount | sum(@)'
aws ec2 enable-fast-snapshot-restores --availability-zones us-west-2a us-west-2b --source-snapshot-ids snap-1
aws ec2 register-image --name restored --root-device-name /dev/xvda --block-device-mappings DeviceName=/dev/xvda,Ebs={SnapshotId=snap-1} --architecture x86_64 --virtualization-type hvm
aws ec2 create-image --instance-id i-1 --name web --no-reboot
aws ec2 get-console-output --instance-id i-1 --latest --output text
aws autoscaling update-auto-scaling-group --auto-scaling-group-name web --min-size 4 --max-size 20 --desired-capacity 8 --region us-west-2
aws autoscaling set-desired-capacity --auto-scaling-group-name web --desired-capacity 10 --no-honor-cooldown
aws autoscaling describe-auto-scaling-groups --auto-scaling-group-names web --query "AutoScalingGroups[0].Instances[?LifecycleState=='InService'].InstanceId | length(@)"
aws autoscaling suspend-processes --auto-scaling-group-name web --scaling-processes Launch AZRebalance
aws autoscaling start-instance-refresh --auto-scaling-group-name web --preferences '{"MinHealthyPercentage": 90, "InstanceWarmup": 120}'
aws application-autoscaling register-scalable-target --service-namespace ecs --resource-id service/main/web --scalable-dimension ecs:service:DesiredCount --min-capacity 4 --max-capacity 40

# containers, functions
aws ecs update-service --cluster main --service web --desired-count 8 --force-new-deployment --region us-west-2
aws ecs wait services-stable --cluster main --services web worker
aws ecs describe-services --cluster main --services web --query 'services[0].[runningCount,desiredCount,deployments[0].rolloutState]'
aws ecs run-task --cluster main --task-definition migrate:7 --launch-type FARGATE --count 1 --network-configuration 'awsvpcConfiguration={subnets=[subnet-1,subnet-2],securityGroups=[sg-1],assignPublicIp=DISABLED}' --overrides '{"containerOverrides":[{"name":"app","command":["migrate"],"environment":[{"name":"REGION","value":"us-west-2"}]}]}'
aws ecs execute-command --cluster main --task "$TASK" --container app --interactive --command "/bin/sh"
aws eks update-kubeconfig --name standby --region us-west-2 --alias standby
aws eks update-nodegroup-config --cluster-name standby --nodegroup-name general --scaling-config minSize=3,maxSize=12,desiredSize=6
aws eks wait nodegroup-active --cluster-name standby --nodegroup-name general
aws eks describe-cluster --name standby --query cluster.status --output text
aws ecr get-login-password --region us-west-2
aws ecr describe-images --repository-name web --image-ids imageTag=v12 --query 'imageDetails[0].imageDigest'
aws ecr put-replication-configuration --replication-configuration '{"rules":[{"destinations":[{"region":"us-west-2","registryId":"111122223333"}]}]}'
aws lambda invoke --function-name failover --payload '{"region":"us-west-2"}' --cli-binary-format raw-in-base64-out /dev/stdout
aws lambda invoke --function-name failover --invocation-type Event response.json
aws lambda update-function-configuration --function-name api --environment "Variables={REGION=us-west-2,STAGE=standby}" --memory-size 1024
aws lambda put-function-concurrency --function-name api --reserved-concurrent-executions 200
aws lambda update-event-source-mapping --uuid "$ID" --no-enabled
aws lambda wait function-updated --function-name api
aws lambda update-alias --function-name api --name live --function-version 42 --routing-config AdditionalVersionWeights={"41"=0.1}
aws batch update-job-queue --job-queue main --state DISABLED
aws cloudformation deploy --template-file stack.yaml --stack-name standby --parameter-overrides Region=us-west-2 Size=large --capabilities CAPABILITY_IAM CAPABILITY_NAMED_IAM --no-fail-on-empty-changeset --region us-west-2
aws cloudformation create-stack --stack-name standby --template-url https://bucket.example.com/stack.yaml --parameters ParameterKey=Env,ParameterValue=dr ParameterKey=Size,UsePreviousValue=true --on-failure DO_NOTHING
aws cloudformation wait stack-create-complete --stack-name standby
aws cloudformation describe-stacks --stack-name standby --query "Stacks[0].Outputs[?OutputKey=='Endpoint'].OutputValue" --output text

# backup and other stores
aws backup start-restore-job --recovery-point-arn "$POINT" --iam-role-arn "$ROLE" --metadata file://metadata.json --resource-type EFS
aws backup start-restore-job --recovery-point-arn "$POINT" --metadata '{"file-system-id":"fs-1","Encrypted":"true"}' --iam-role-arn "$ROLE"
aws backup start-copy-job --recovery-point-arn "$POINT" --source-backup-vault-name main --destination-backup-vault-arn "$VAULT" --iam-role-arn "$ROLE" --lifecycle DeleteAfterDays=35
aws backup start-backup-job --backup-vault-name main --resource-arn "$ARN" --iam-role-arn "$ROLE" --start-window-minutes 60
aws backup list-recovery-points-by-backup-vault --backup-vault-name main --by-resource-type RDS --query 'sort_by(RecoveryPoints,&CreationDate)[-1].RecoveryPointArn' --output text
aws backup describe-restore-job --restore-job-id "$JOB" --query '[Status,PercentDone,CreatedResourceArn]'
aws efs create-replication-configuration --source-file-system-id fs-1 --destinations Region=us-west-2
aws efs delete-replication-configuration --source-file-system-id fs-1 --region us-west-2
aws efs describe-replication-configurations --file-system-id fs-1 --query 'Replications[0].Destinations[0].[Status,LastReplicatedTimestamp]'
aws fsx create-file-system-from-backup --backup-id backup-1 --subnet-ids subnet-1 subnet-2 --security-group-ids sg-1 --windows-configuration ThroughputCapacity=64,DeploymentType=MULTI_AZ_1,PreferredSubnetId=subnet-1
aws elasticache failover-global-replication-group --global-replication-group-id g-orders --primary-region us-west-2 --primary-replication-group-id orders-west
aws elasticache test-failover --replication-group-id orders --node-group-id 0001
aws elasticache create-replication-group --replication-group-id orders --replication-group-description standby --snapshot-name orders-last --automatic-failover-enabled --multi-az-enabled --num-node-groups 2 --replicas-per-node-group 1 --cache-node-type cache.r6g.large
aws elasticache describe-replication-groups --replication-group-id orders --query 'ReplicationGroups[0].NodeGroups[0].NodeGroupMembers[?CurrentRole==`primary`].CacheClusterId'
aws memorydb failover-shard --cluster-name sessions --shard-name 0001
aws redshift restore-from-cluster-snapshot --cluster-identifier dwh --snapshot-identifier dwh-last --number-of-nodes 4 --no-publicly-accessible
aws redshift enable-snapshot-copy --cluster-identifier dwh --destination-region us-west-2 --retention-period 7
aws opensearch describe-domain --domain-name search --query 'DomainStatus.[Processing,Endpoint]'
aws kafka describe-cluster-v2 --cluster-arn "$ARN" --query ClusterInfo.State
aws dms start-replication-task --replication-task-arn "$TASK" --start-replication-task-type resume-processing
aws drs start-recovery --source-servers sourceServerID=s-1 sourceServerID=s-2 --is-drill
aws drs start-failback-launch --recovery-instance-ids i-1
aws kinesis describe-stream-summary --stream-name events --query StreamDescriptionSummary.StreamStatus
aws sqs set-queue-attributes --queue-url "$URL" --attributes '{"VisibilityTimeout":"120"}'
aws sqs get-queue-attributes --queue-url "$URL" --attribute-names ApproximateNumberOfMessages All
aws sns publish --topic-arn "$TOPIC" --subject "Failover begun" --message "eu-west-1 takes over"
aws sns subscribe --topic-arn "$TOPIC" --protocol email --notification-endpoint ops@example.com

# keys, secrets, parameters, identities
aws kms update-primary-region --key-id mrk-1 --primary-region us-west-2
aws kms replicate-key --key-id mrk-1 --replica-region us-west-2 --tags TagKey=a,TagValue=b
aws kms describe-key --key-id alias/recovery --query 'KeyMetadata.MultiRegionConfiguration.PrimaryKey.Region'
aws kms create-grant --key-id "$KEY" --grantee-principal "$ROLE" --operations Decrypt CreateGrant DescribeKey
aws secretsmanager stop-replication-to-replica --secret-id orders --region us-west-2
aws secretsmanager replicate-secret-to-regions --secret-id orders --add-replica-regions Region=us-west-2,KmsKeyId=alias/recovery
aws secretsmanager get-secret-value --secret-id orders --query SecretString --output text --region us-west-2
aws secretsmanager put-secret-value --secret-id orders --secret-string file://secret.json
aws ssm put-parameter --name /app/region --value us-west-2 --type String --overwrite
aws ssm get-parameter --name /app/region --with-decryption --query Parameter.Value --output text
aws ssm start-automation-execution --document-name Failover --parameters 'TargetRegion=us-west-2,Services=web,worker' --mode Auto
aws ssm start-automation-execution --document-name Failover --parameters '{"TargetRegion":["us-west-2"]}'
aws ssm send-command --document-name AWS-RunShellScript --targets Key=tag:role,Values=web --parameters 'commands=["systemctl restart app"]' --timeout-seconds 600 --max-errors 1 --output-s3-bucket-name logs
aws ssm start-session --target i-1 --document-name AWS-StartPortForwardingSession --parameters '{"portNumber":["5432"],"localPortNumber":["15432"]}'
aws sts get-caller-identity --query Account --output text --profile recovery
aws sts assume-role --role-arn "$ROLE" --role-session-name drill --duration-seconds 3600 --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text
aws iam update-assume-role-policy --role-name app --policy-document file://trust.json
aws acm describe-certificate --certificate-arn "$CERT" --query Certificate.Status --region us-west-2
aws cognito-idp list-user-pools --max-results 20 --query 'UserPools[].Id'
aws configure set region us-west-2 --profile recovery
aws configure get region
aws configure list-profiles
aws sso login --profile recovery
aws sso login --sso-session company --no-browser

# watching
aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name AuroraGlobalDBReplicationLag --dimensions Name=DBClusterIdentifier,Value=orders --start-time 2026-11-26T03:00:00Z --end-time 2026-11-26T04:00:00Z --period 60 --statistics Maximum Average --query 'max_by(Datapoints,&Timestamp).Maximum' --region us-west-2
aws cloudwatch get-metric-data --metric-data-queries '[{"Id":"lag","MetricStat":{"Metric":{"Namespace":"AWS/RDS","MetricName":"ReplicaLag","Dimensions":[{"Name":"DBInstanceIdentifier","Value":"orders"}]},"Period":60,"Stat":"Maximum"}}]' --start-time "$(date -u -d '-1 hour' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)" --query 'MetricDataResults[0].Values[0]'
aws cloudwatch describe-alarms --alarm-name-prefix dr- --state-value ALARM --query 'MetricAlarms[].AlarmName' --output text
aws cloudwatch disable-alarm-actions --alarm-names a b
aws cloudwatch put-metric-data --namespace DR --metric-name RTO --value 1260 --unit Seconds --dimensions Workload=orders
aws cloudwatch put-metric-alarm --alarm-name lag --namespace AWS/RDS --metric-name ReplicaLag --dimensions Name=DBInstanceIdentifier,Value=orders --statistic Maximum --period 60 --evaluation-periods 5 --threshold 300 --comparison-operator GreaterThanThreshold --treat-missing-data breaching --alarm-actions "$TOPIC"
aws logs tail /aws/lambda/failover --since 15m --follow
aws logs filter-log-events --log-group-name /app --start-time 1764126000000 --filter-pattern ERROR --query 'events[].message' --output text
aws logs start-query --log-group-name /app --start-time 1764126000 --end-time 1764129600 --query-string 'fields @timestamp | limit 20'
aws events disable-rule --name nightly --event-bus-name default
aws events put-events --entries '[{"Source":"dr.drill","DetailType":"failover","Detail":"{\"region\":\"us-west-2\"}"}]'
aws stepfunctions start-execution --state-machine-arn "$MACHINE" --input '{"target":"us-west-2"}' --name drill-1
aws stepfunctions describe-execution --execution-arn "$RUN" --query status --output text
aws health describe-events --filter eventStatusCodes=open,eventTypeCategories=issue,regions=us-east-1 --region us-east-1
aws fis start-experiment --experiment-template-id EXT1 --tags drill=2026-11
aws resiliencehub start-app-assessment --app-arn "$APP" --app-version release --assessment-name drill
aws service-quotas get-service-quota --service-code ec2 --quota-code L-1216C47A --region us-west-2 --query Quota.Value
aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-1216C47A --desired-value 512
aws apigateway update-stage --rest-api-id a1 --stage-name prod --patch-operations op=replace,path=/variables/region,value=us-west-2
aws apigatewayv2 update-api-mapping --api-id a1 --api-mapping-id m1 --domain-name api.example.com --stage prod
aws wafv2 update-ip-set --name allow --scope REGIONAL --id 1 --addresses 10.0.0.0/8 192.0.2.0/24 --lock-token "$TOKEN"
aws organizations list-accounts --query "Accounts[?Status=='ACTIVE'].Id"
aws ds-data list-users --directory-id d-1

# how people write
aws --region us-west-2 --profile recovery --output json rds describe-db-clusters --no-cli-pager
aws rds describe-db-clusters --region=us-west-2 --db-cluster-identifier=orders --query='DBClusters[0].Status'
aws rds create-db-cluster --cli-input-json file://cluster.json
aws rds create-db-cluster --generate-cli-skeleton
aws rds create-db-cluster "$@"
aws rds create-db-cluster "${ARGUMENTS[@]}" --region us-west-2
aws ec2 $ACTION --instance-ids i-1
aws $SERVICE describe-things
aws rds help
aws help
aws rds create-db-cluster help
aws --version
aws rds failover-global-cluster --global-cluster-identifier <global-cluster> --target-db-cluster-identifier {{target}} --allow-data-loss
aws ecs update-service --cluster main --service web --desired-count $COUNT
aws ec2 terminate-instances $FLAGS
aws ec2 describe-instances --filters "Name=tag:Environment,Values=$ENVIRONMENT" --query "Reservations[].Instances[?Tags[?Key=='Name' && Value=='$NAME']].InstanceId"
aws route53-recovery-cluster update-routing-control-states --update-routing-control-state-entries '[...]'
aws ec2 stop-instances --instance-ids [INSTANCE-ID]
aws ecs update-service --cluster main --service web --desired-count NORMAL_COUNT
aws rds describe-db-proxies [--db-proxy-name orders]
aws rds create-db-cluster --engine aurora-mysql --cli-input-json '{"DBClusterIdentifier": "orders", "BackupRetentionPeriod": 14, "AvailabilityZones": ["us-west-2a"]}'
aws stepfunctions start-execution ... --query executionArn --output text
aws ec2 describe-security-groups --query 'SecurityGroups[?IpPermissions[0]==null].GroupId'
aws s3api put-bucket-acl --bucket access-logs --acl log-delivery-write
