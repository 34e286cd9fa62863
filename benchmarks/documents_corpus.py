"""Invents recovery documents: workloads, runbooks in YAML and Markdown, drills and test plans, with some mistakes."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

SEED = 20261126
DOCUMENTS, COMMANDS = 500, 5_000
MISTAKES = 0.04
DAY = date(2026, 11, 26)
# Of the documents: a workload, eight runbooks, two drills and a test plan in turn, a third of the runbooks in Markdown.
TURN = ("workload", *("runbook",) * 8, "drill", "drill", "test_plan")

NOUNS = (
    "orders",
    "carts",
    "ledger",
    "parcels",
    "quotes",
    "routes",
    "seats",
    "stock",
    "tickets",
    "tills",
    "tours",
    "wards",
)
PLACES = ("east", "west", "north", "south", "core", "edge", "batch", "live")
TEAMS = ("payments", "platform", "logistics", "data", "edge", "care")
REGIONS = (("eu-west-1", "eu-central-1"), ("us-east-1", "us-west-2"), ("ap-southeast-2", "ap-southeast-1"))
ACCOUNT = "111122223333"

# {n} a name, {r} the Region that is recovered to, {p} the one that is lost, {k} a small number, {a} the account.
COMMANDS_OF = (
    (
        "aws rds failover-global-cluster --global-cluster-identifier {n} --target-db-cluster-identifier"
        " arn:aws:rds:{r}:{a}:cluster:{n}-dr --allow-data-loss --region {r}"
    ),
    "aws rds wait db-cluster-available --db-cluster-identifier {n}-dr --region {r}",
    "aws rds describe-db-clusters --db-cluster-identifier {n}-dr --region {r} --query 'DBClusters[0].Status'",
    "aws rds promote-read-replica --db-instance-identifier {n}-replica --region {r}",
    (
        "aws rds restore-db-instance-to-point-in-time --source-db-instance-identifier {n}"
        " --target-db-instance-identifier {n}-restored --use-latest-restorable-time --region {r}"
    ),
    (
        "aws autoscaling update-auto-scaling-group --auto-scaling-group-name {n}-dr --min-size {k} --max-size 20"
        " --desired-capacity {k} --region {r}"
    ),
    (
        "aws ec2 describe-instances --filters Name=tag:Workload,Values={n} --region {r}"
        " --query 'Reservations[].Instances[].InstanceId' --output text"
    ),
    "aws ec2 describe-snapshots --owner-ids self --filters Name=tag:Name,Values={n} --region {r}",
    "aws ecs update-service --cluster {n} --service web --desired-count {k} --region {r}",
    "aws ecs wait services-stable --cluster {n} --services web --region {r}",
    "aws eks update-kubeconfig --name {n}-dr --region {r}",
    "aws elbv2 describe-target-health --target-group-arn $TARGET_GROUP --region {r}",
    "aws lambda update-function-configuration --function-name {n} --environment 'Variables={{MODE=live}}' --region {r}",
    "aws dynamodb describe-table --table-name {n} --region {r} --query 'Table.Replicas'",
    (
        "aws dynamodb restore-table-to-point-in-time --source-table-name {n} --target-table-name {n}-restored"
        " --use-latest-restorable-time --region {r}"
    ),
    "aws s3 sync s3://{n}-backups-{r} s3://{n}-live-{r} --region {r}",
    "aws s3api get-bucket-replication --bucket {n}-live-{p}",
    "aws route53 get-health-check --health-check-id $HEALTH_CHECK",
    (
        "aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch"
        ' \'{{"Changes": [{{"Action": "UPSERT", "ResourceRecordSet": {{"Name": "{n}.example.com", "Type": "CNAME",'
        ' "TTL": 60, "ResourceRecords": [{{"Value": "{n}-dr.example.com"}}]}}}}]}}\''
    ),
    (
        "aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name AuroraGlobalDBReplicationLag"
        ' --dimensions Name=DBClusterIdentifier,Value={n}-dr --start-time "$FROM" --end-time "$NOW" --period 60'
        " --statistics Maximum --region {r}"
    ),
    (
        "aws backup start-restore-job --recovery-point-arn $POINT --metadata file://restore.json --iam-role-arn"
        " arn:aws:iam::{a}:role/restore --region {r}"
    ),
    "aws backup list-recovery-points-by-backup-vault --backup-vault-name {n} --max-results 20 --region {r}",
    "aws secretsmanager get-secret-value --secret-id {n}/db --region {r} --query SecretString --output text",
    (
        "aws ssm send-command --document-name AWS-RunShellScript --targets Key=tag:Workload,Values={n} --parameters"
        " 'commands=[\"systemctl restart {n}\"]' --region {r}"
    ),
    "aws sns publish --topic-arn arn:aws:sns:{r}:{a}:{n}-night --message 'moving to {r}' --region {r}",
    "aws elasticache describe-replication-groups --replication-group-id {n} --region {r}",
    "aws sqs get-queue-attributes --queue-url $QUEUE --attribute-names ApproximateNumberOfMessages --region {r}",
    "aws cloudformation deploy --stack-name {n}-dr --template-file {n}.yaml --region {r}",
    "aws kms describe-key --key-id alias/{n} --region {r}",
    "aws sts get-caller-identity",
    "aws logs filter-log-events --log-group-name /{n}/web --filter-pattern ERROR --region {r} | head -{k}",
    "kubectl --context {n}-dr scale deployment/web --replicas={k}",
    "curl -fsS https://{n}.example.com/health",
    "psql -h $DB_HOST -c 'select count(*) from {n}'",
    "terraform -chdir=infra/{n} apply -auto-approve -var region={r}",
    "for id in $(aws ec2 describe-volumes --region {r} --query 'Volumes[].VolumeId' --output text); do echo $id; done",
)
# What goes wrong by itself, whatever the estate is.
SPOILT = (
    "aws ec2 describe-zones-status --region {p}",
    "aws rds create-db-cluster --db-cluster-identifier {n} --replication-source-identifier $SOURCE --region {p}",
    "aws route53 change-resource-record-sets --change-batch file://{n}.json",
    "aws rds describe-db-clusters --db-cluster-id {n} --query 'DBClusters[0].ReplicationLag' --region {r}",
    "aws ecs update-service --cluster {n} --service web --desired-count many --region {r}",
    "./scripts/tell-{n}.sh",
)


def main() -> None:
    """Read the command line, write the documents, say what they are."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path, help="where to write; it must be empty or not there")
    parser.add_argument("--documents", type=int, default=DOCUMENTS, metavar="N")
    parser.add_argument("--commands", type=int, default=COMMANDS, metavar="N")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help="the same seed, the same documents")
    given = parser.parse_args()
    if given.folder.exists() and any(given.folder.iterdir()):
        parser.error(f"{given.folder} is not empty")
    print(written(given.folder, given.documents, given.commands, given.seed))


def written(folder: Path, documents: int = DOCUMENTS, commands: int = COMMANDS, seed: int = SEED) -> str:
    """Write so many documents with so many commands in all; answer what there is."""
    chance = random.Random(seed)
    kinds = [TURN[number % len(TURN)] for number in range(documents)]
    left = [commands // kinds.count("runbook")] * kinds.count("runbook")
    for extra in range(commands - sum(left)):
        left[extra] += 1
    lines = 0
    for number, kind in enumerate(kinds):
        team = Team(chance, number // len(TURN))
        name, text = team.document(kind, number, left.pop() if kind == "runbook" else 0)
        target = folder / team.name / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        lines += text.count("\n")
    return f"{documents:,} documents, {commands:,} commands, {lines:,} lines"


class Team:
    """Who writes the documents of one workload."""

    def __init__(self, chance: random.Random, number: int) -> None:
        self._chance = chance
        self.name = f"{NOUNS[number % len(NOUNS)]}-{PLACES[number // len(NOUNS) % len(PLACES)]}"
        self.lost, self.region = REGIONS[number % len(REGIONS)]

    def document(self, kind: str, number: int, commands: int) -> tuple[str, str]:
        """A document's file name and text."""
        if kind == "runbook":
            title = f"{'Return' if number % 4 == 3 else 'Leave'} {self.name} {number}"
            is_markdown = number % 3 == 0
            text = self._markdown(title, commands) if is_markdown else self._yaml(title, commands)
            return f"runbook-{number}.{'md' if is_markdown else 'yaml'}", text
        made = {"workload": self._workload, "drill": self._drill, "test_plan": self._plan}[kind]
        return f"{kind}-{number}.yaml", "\n".join(made(number)) + "\n"

    def _workload(self, number: int) -> Iterator[str]:
        yield f"workload:\n  name: {self.name}\n  owner: {self._one(TEAMS)}\n  tier: '{1 + number % 3}'"
        yield f"  members:\n    - tags: {{Workload: {self.name}}}\n    - address: module.{self.name}.*"
        yield f"  primary_region: {self.lost}\n  recovery_regions: [{self.region}]\n  strategy: warm-standby"
        yield "  objectives:\n    zone: {rto: 15m, rpo: 1m}\n    region: {rto: 1h, rpo: 5m}\n  mtpd: 8h\n  wrt: 1h"
        cards = f"name: Cards, purpose: payments, contact: help@cards.example, rto: {number % 5 + 1}h"
        yield f"  third_parties:\n    - {{{cards}}}"

    def _drill(self, number: int) -> Iterator[str]:
        yield f"drill:\n  name: Drill {number}\n  date: '{self._day()}'\n  type: full failover\n  disruption: region"
        yield f"  covers: [{self.name}]\n  measured:\n    rto: {20 + number % 60}m\n    rpo: {1 + number % 9}m"
        yield f"  participants: [Ada, Bela]\n  plan_reviewed: '{self._day()}'"

    def _plan(self, number: int) -> Iterator[str]:
        yield f"test_plan:\n  name: Tests {number}\n  frequency: Quarterly\n  last_test: '{self._day()}'"
        yield f"  next_test: '2027-01-{number % 28 + 1:02}'\n  covers: [{self.name}]\ntest_types:\n  tabletop:"
        yield "    frequency: Monthly\nmetrics_to_capture:\n  - RTO actual"
        yield "success_criteria:\n  - 'RTO achieved: < 45 minutes'"

    def _yaml(self, title: str, commands: int) -> str:
        steps = "".join(self._step(number, some) for number, some in enumerate(self._steps(commands), 1))
        undo = "rollback:\n  trigger: the other Region fails\n  steps:\n    - Call the owner\n"
        return f"runbook:\n  name: {title}\n{self._head('  ')}steps:\n{steps}{undo}"

    def _head(self, indent: str) -> str:
        said = (
            f"covers: [{self.name}]",
            f"owner: {self._one(TEAMS)}",
            f"last_tested: '{self._day()}'",
            "contacts: [night@example.com]",
            "locations: [s3://runbooks-copy/dr, the binder]",
            f"trained: [{{name: Ada, date: '{self._day()}'}}, {{name: Bela, date: '{self._day()}'}}]",
        )
        return "".join(f"{indent}{each}\n" for each in said)

    def _step(self, number: int, commands: Sequence[str]) -> str:
        verb = self._one(("Move", "Check", "Grow", "Promote"))
        head = f"  - id: {number}\n    action: {verb} the {self._one(NOUNS)}\n"
        if number % 2:
            block = "".join(f"        {self._broken(each, '          ')}\n" for each in commands)
            return f"{head}    commands:\n      - |\n{block}    verification: it is well\n"
        listed = "".join(f"      - {_quoted(each)}\n" for each in commands)
        return f"{head}    commands:\n{listed}    verification: it is well\n"

    def _markdown(self, title: str, commands: int) -> str:
        parts = []
        for number, some in enumerate(self._steps(commands), 1):
            block = "\n".join(self._broken(each, "  ") for each in some)
            parts.append(f"## {number}. {self._one(NOUNS).title()}\n\nWait for it.\n\n```bash\n{block}\n```\n")
        return f"---\nrunbook: {title}\n{self._head('')}---\n\n# {title}\n\n" + "\n".join(parts)

    def _steps(self, commands: int) -> Iterator[list[str]]:
        """All commands in steps of a few."""
        while commands:
            some = min(commands, self._chance.randint(1, 4))
            commands -= some
            yield [self._command() for _ in range(some)]

    def _command(self) -> str:
        chosen = self._one(SPOILT if self._chance.random() < MISTAKES else COMMANDS_OF)
        name = f"{self.name}-{self._one(NOUNS)}"
        return chosen.format(n=name, r=self.region, p=self.lost, k=self._chance.randint(2, 9), a=ACCOUNT)

    def _broken(self, command: str, indent: str) -> str:
        """A command over several lines, as people write long ones; what is quoted stays whole."""
        if len(command) < 80 or any(quote in command for quote in "'\"$|;"):
            return command
        return command.replace(" --", f" \\\n{indent}--")

    def _day(self) -> date:
        return DAY - timedelta(days=self._chance.randint(1, 120))

    def _one(self, among: Sequence[str]) -> str:
        return self._chance.choice(among)


def _quoted(command: str) -> str:
    """A command as one line of YAML."""
    return "'" + command.replace("'", "''") + "'"


if __name__ == "__main__":
    main()
