"""An alarm's topic must have somebody who hears it."""

from __future__ import annotations

from typing import Any

from drlint.model.values import Reference, Unknown, as_unknown, first_of
from drlint.policy import Case, Policy

policy = Policy(
    title="Somebody hears an alarm's topic",
    severity="high",
    checklist="replication-lag-monitored",
    applies_to=("aws_cloudwatch_metric_alarm",),
    why=(
        "A topic without a subscription takes every message and drops it; the alarm has an action, it is switched on, "
        "and nobody is called. Other tools stop at the action. A subscription by mail also waits until somebody clicks "
        "the link: before it exists nobody can know, so it counts, while one that is seen pending (in a state file) "
        "does not. Actions that are no topics (scaling, Systems Manager, Lambda) act by themselves and need no "
        "listener. Where the topic or its subscriptions may be another root's, the answer is unknown."
    ),
    fix="""\
resource "aws_sns_topic_subscription" "on_call" {
  topic_arn = aws_sns_topic.on_call.arn
  protocol  = "https"
  endpoint  = var.pager_url
}""",
    controls={
        "nist-800-53": ("SI-4(5)",),
        "iso-22301": ("8.4.3",),
        "soc-2": ("A1.2", "CC7.2"),
        "dora": ("10(2)",),
        "aws-well-architected": ("REL06-BP03", "OPS08-BP04"),
    },
    references=(
        "https://docs.aws.amazon.com/sns/latest/dg/sns-create-subscribe-endpoint-to-topic.html",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    alarm = case.resource
    actions = alarm["alarm_actions"]
    if actions == ():
        case.skip()
        return
    doubt: Unknown | None = None
    for action in actions if isinstance(actions, tuple) else (actions,):
        answer = heard(case, action)
        if isinstance(answer, Unknown):
            doubt = first_of(doubt, answer)
        elif answer:
            return
    if doubt is not None:
        case.unknown(doubt)
        return
    case.fail(
        f"nobody hears {alarm.label}: its topic has no confirmed subscription in view", reads=[(alarm, "alarm_actions")]
    )


def heard(case: Case, action: Any) -> bool | Unknown:
    """Whether an action reaches somebody, or acts by itself."""
    if isinstance(action, Unknown):
        return action
    if isinstance(action, Reference) and not action.to.path.rpartition(".")[0].endswith("aws_sns_topic"):
        return True
    if isinstance(action, str) and ":sns:" not in action:
        return True
    topics = case.targets(case.resource, action, "aws_sns_topic")
    if len(topics) != 1:
        return as_unknown(action) if topics.unseen is None else topics.unseen
    subscriptions = case.links(next(iter(topics)), "subscriptions")
    doubt = first_of(subscriptions.unseen, subscriptions.more)
    for each, certain in subscriptions.items:
        pending = each["pending_confirmation"]
        # Before a subscription exists nobody can know whether a person will click the link; where AWS was asked, it counts.
        if isinstance(pending, Unknown) and each.observed is not None:
            doubt = first_of(doubt, pending)
        elif pending is not True and certain:
            return True
        elif pending is not True:
            doubt = first_of(doubt, Unknown(f"{each.label} may be of another topic"))
    return False if doubt is None else doubt


TOPIC = 'resource "aws_sns_topic" "on_call" { name = "on-call" }\n'
ALARM = 'resource "aws_cloudwatch_metric_alarm" "lag" {\n  alarm_name = "lag"\n  alarm_actions = [aws_sns_topic.on_call.arn]\n}\n'
LISTENER = (
    'resource "aws_sns_topic_subscription" "pager" {\n  topic_arn = aws_sns_topic.on_call.arn\n'
    '  protocol = "https"\n  endpoint = "https://pager.example.com"\n}\n'
)

policy.passes(TOPIC + ALARM + LISTENER)
policy.passes(
    'resource "aws_autoscaling_policy" "out" {}\n'
    + ALARM.replace("aws_sns_topic.on_call.arn", "aws_autoscaling_policy.out.arn")
)
policy.passes(ALARM.replace("aws_sns_topic.on_call.arn", '"arn:aws:automate:eu-west-1:ec2:recover"'))
policy.fails(TOPIC + ALARM)
policy.fails(
    TOPIC
    + ALARM
    + LISTENER.replace("aws_sns_topic.on_call", "aws_sns_topic.other")
    + 'resource "aws_sns_topic" "other" { name = "other" }\n'
)
policy.unknown(TOPIC + ALARM, world="open")
policy.unknown(ALARM.replace("aws_sns_topic.on_call.arn", '"arn:aws:sns:eu-west-1:111122223333:on-call"'))
policy.unknown('variable "topic" { type = string }\n' + ALARM.replace("aws_sns_topic.on_call.arn", "var.topic"))
policy.passes(
    'variable "one" { type = string }\nvariable "other" { type = string }\n'
    + TOPIC
    + LISTENER
    + ALARM.replace("[aws_sns_topic", "[var.one, var.other, aws_sns_topic")
)
