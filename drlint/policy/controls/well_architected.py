"""AWS Well-Architected: the practices, of the reliability pillar above all, that policies speak to."""

from __future__ import annotations

from drlint.policy.controls.framework import Control, Framework

FRAMEWORK = Framework(
    key="aws-well-architected",
    name="AWS Well-Architected Framework",
    edition="of 27 June 2024",
    form=r"(?:OPS|SEC|REL|PERF|COST|SUS)[0-1][0-9](?:-BP[0-1][0-9])?",
    source="https://docs.aws.amazon.com/wellarchitected/2024-06-27/framework/a-reliability.html",
    checked="2026-11-26",
    note="Ids are those of the dated edition: later ones number some pillars anew (OPS08-BP04 is OPS06-BP01 there).",
    controls=(
        Control(
            id="COST04-BP05",
            title="What need not be kept is deleted by rule",
            shows="whether a bucket's lifecycle lets old versions go",
            beyond="which retention the business needs",
        ),
        Control(
            id="OPS05-BP01",
            title="Code is under version control",
            shows="whether a module call names the version it builds",
            beyond="the repository, and who may write to it",
        ),
        Control(
            id="OPS05-BP10",
            title="Integration and deployment are automatic",
            shows="whether two applies can write state at once",
            beyond="the pipeline",
        ),
        Control(
            id="OPS07-BP01",
            title="Enough people are able to run the workload",
            shows="whether several people are named as trained on a runbook, and how long ago",
            beyond="their number on call, and their skills beyond recovery",
        ),
        Control(
            id="OPS07-BP03",
            title="Procedures are written down as runbooks",
            shows="whether failover and failback have a runbook with owner, contacts, steps and criteria",
            beyond="whether the steps work on the day",
        ),
        Control(
            id="OPS08-BP04",
            title="Alerts can be acted on",
            shows="whether alarms have actions, and topics have listeners",
            beyond="runbooks for alerts, and who is on call",
        ),
        Control(
            id="REL02-BP01",
            title="Public endpoints are reached over a highly available network",
            shows="whether balancers and subnets stand in several Availability Zones",
            beyond="the network outside AWS",
        ),
        Control(
            id="REL06-BP01",
            title="All components are monitored",
            shows="whether replication is measured, and alarms take silence for what it means",
            beyond="components that policies do not name, and monitoring outside CloudWatch",
        ),
        Control(
            id="REL06-BP03",
            title="Notifications are sent when something is wrong",
            shows="whether alarms have actions, and topics have listeners",
            beyond="who is called, and whether they answered",
        ),
        Control(
            id="REL08-BP04",
            title="Deployments replace infrastructure, they do not change it in place",
            shows="whether what is deployed is named by a version that stays",
            beyond="how deployments are carried out",
        ),
        Control(
            id="REL08-BP05",
            title="Changes are deployed by automation",
            shows="which planned changes destroy data or weaken recovery, and what code does to prevent it",
            beyond="the pipeline, and changes made past it",
        ),
        Control(
            id="REL09-BP01",
            title="All data that needs a backup has one, or can be made again",
            shows="which stores of data have backups or copies, and what could delete them",
            beyond="which data is needed, and data in services that no code names",
        ),
        Control(
            id="REL09-BP02",
            title="Backups are secured and encrypted",
            shows="whether backups are encrypted under a key that is usable in recovery, and locked",
            beyond="who may use keys and vaults",
        ),
        Control(
            id="REL09-BP03",
            title="Backups run by themselves",
            shows="whether schedules, selections and retention are there and fit each other",
            beyond="whether the jobs succeeded",
        ),
        Control(
            id="REL09-BP04",
            title="Data is restored now and then, to verify backups",
            shows="whether restore testing is scheduled",
            beyond="the results of restores",
        ),
        Control(
            id="REL10-BP01",
            title="The workload stands in several locations",
            shows="in how many Availability Zones or Regions its parts stand",
            beyond="whether what stands apart also fails apart",
        ),
        Control(
            id="REL11-BP01",
            title="Components are monitored for failures",
            shows="whether health checks ask for more than an open door, from a Region that outlives the failure",
            beyond="what the check's path really proves",
        ),
        Control(
            id="REL11-BP02",
            title="Traffic and work fail over to healthy resources",
            shows="whether a second resource and the way to it are there",
            beyond="whether failover was seen to work",
        ),
        Control(
            id="REL11-BP03",
            title="Healing is automatic on all layers",
            shows="whether a group replaces what its load balancer finds unhealthy",
            beyond="healing inside instances and containers",
        ),
        Control(
            id="REL11-BP04",
            title="Recovery relies on data planes, not on control planes",
            shows="whether credentials, alarms and module sources depend on the Region that is lost",
            beyond="steps of recovery that no code shows",
        ),
        Control(
            id="REL11-BP05",
            title="The workload is statically stable: a failure changes nothing in how it works",
            shows="whether tasks, gateways and alarms are there before the failure",
            beyond="behaviour under load after the loss of a zone",
        ),
        Control(
            id="REL13-BP01",
            title="Objectives for downtime and loss of data are defined",
            shows="whether workloads declare objectives that fit each other and those of what they depend on, and "
            "whether replication is promised a time where they are short",
            beyond="who set the objectives, and on which analysis",
        ),
        Control(
            id="REL13-BP02",
            title="A strategy of recovery is in place that meets the objectives",
            shows="whether copies, secondaries, keys and failover routes exist in another Region",
            beyond="whether the strategy is the right one, and runbooks",
        ),
        Control(
            id="REL13-BP03",
            title="Recovery is tested",
            shows="whether restore testing is scheduled",
            beyond="drills that were held, and their results",
        ),
        Control(
            id="REL13-BP04",
            title="The recovery site does not drift from the first one",
            shows="whether replicas, images, secrets and settings in the recovery Region match their source",
            beyond="what runs there beside the code, quotas and software versions",
        ),
        Control(
            id="REL13-BP05",
            title="Recovery is automated",
            shows="whether the state that a rebuild needs survives the Region",
            beyond="the automation, and whether it was tried",
        ),
        Control(
            id="SEC08-BP01",
            title="Keys are managed securely",
            shows="whether data lies under a key of the customer's own, that is renewed and slow to be deleted",
            beyond="key policies and who uses them",
        ),
        Control(
            id="SEC08-BP02",
            title="Data at rest is encrypted",
            shows="whether stores, snapshots and copies are encrypted",
            beyond="data outside what policies name",
        ),
    ),
)
