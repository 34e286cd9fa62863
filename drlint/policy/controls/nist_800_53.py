"""NIST SP 800-53: the controls on contingency planning, change, keys and monitoring that policies speak to."""

from __future__ import annotations

from drlint.policy.controls.framework import Control, Framework

# The highest number of each family, as of release 5.2.0.
_FAMILIES = {
    "AC": 25, "AT": 6, "AU": 16, "CA": 9, "CM": 14, "CP": 13, "IA": 13, "IR": 10, "MA": 7, "MP": 8, "PE": 23,
    "PL": 11, "PM": 32, "PS": 9, "PT": 8, "RA": 10, "SA": 24, "SC": 51, "SI": 23, "SR": 12,
}  # fmt: skip

_FORM = "|".join(
    f"{family}-(?:{'|'.join(str(number) for number in range(1, most + 1))})" for family, most in _FAMILIES.items()
)

FRAMEWORK = Framework(
    key="nist-800-53",
    name="NIST SP 800-53",
    edition="Revision 5",
    form=rf"(?:{_FORM})(?:\([1-9][0-9]?\))?",
    source="https://github.com/usnistgov/oscal-content/tree/main/nist.gov/SP800-53/rev5",
    checked="2026-11-26",
    controls=(
        Control(
            id="CM-2",
            title="A baseline of the configuration is kept, under control",
            shows="that what is rebuilt from code is the version the code names",
            beyond="who approved the baseline, when it was reviewed, and what runs outside the code",
        ),
        Control(
            id="CM-3",
            title="Changes to the configuration are reviewed, approved and recorded",
            shows="which planned changes destroy data or weaken recovery, whether deletion needs a second step, and "
            "who accepts which risk until when",
            beyond="the review and approval of a change, its record, and changes made past Terraform",
        ),
        Control(
            id="CM-4",
            title="The effect of a change is analysed before it is made",
            shows="what a plan takes away from recovery, with the values before and after",
            beyond="effects on anything that is not in the plan, and whether somebody read the analysis",
        ),
        Control(
            id="CM-6",
            title="Settings are chosen, documented and kept",
            shows="where code tells Terraform to look away from settings that recovery depends on",
            beyond="the settings of what no code declares, and approved deviations recorded elsewhere",
        ),
        Control(
            id="CM-8",
            title="An inventory of the system's components is kept",
            shows="where data leaves Terraform's state and so the inventory that the code is",
            beyond="components that were never in code, and the accuracy of any other inventory",
        ),
        Control(
            id="CP-2",
            title="There is a contingency plan with objectives, roles and procedures, and it is kept up to date",
            shows="whether workloads declare objectives, owners and strategy, and runbooks exist and were reviewed",
            beyond="approval, distribution and protection of the plan, and whether the objectives are the right ones",
        ),
        Control(
            id="CP-2(2)",
            title="Capacity for contingency operations is planned",
            shows="whether the standby that takes over is as large as what it replaces, and more than one task runs",
            beyond="real load, quotas of the recovery Region and capacity that AWS may not have on the day",
        ),
        Control(
            id="CP-3",
            title="Those with a role in the contingency plan are trained for it",
            shows="whether several people are named as trained on a runbook, and how long ago",
            beyond="what the training was, and whether it worked",
        ),
        Control(
            id="CP-4",
            title="The contingency plan is tested",
            shows="whether restores of backups are scheduled as tests, and recorded drills are recent and met targets",
            beyond="whether the records of drills are true, and the corrections that followed",
        ),
        Control(
            id="CP-6",
            title="There is an alternate storage site for backups, as well controlled as the first",
            shows="whether data, backups, images, keys and state have a copy in another Region",
            beyond="agreements, the other Region's people and access, and whether the copies can be read",
        ),
        Control(
            id="CP-6(1)",
            title="The alternate storage site is far enough from the first",
            shows="whether the copy stands in another Region than its source",
            beyond="whether the two Regions share a threat that matters to you",
        ),
        Control(
            id="CP-6(2)",
            title="The alternate storage site is set up so that recovery objectives can be met",
            shows="whether a synchronous standby in another Availability Zone is there",
            beyond="the objectives themselves, and measured times of recovery",
        ),
        Control(
            id="CP-7",
            title="There is an alternate site where processing resumes within the time allowed",
            shows="whether something that can take over, and the way there, exists in another Region",
            beyond="the time a failover took, staffing, and contracts",
        ),
        Control(
            id="CP-9",
            title="Data and system are backed up as often as objectives ask, and the backups are protected",
            shows="whether backups are switched on, how often they run, how long they are kept, what a selection takes"
            " and what keeps them from being deleted",
            beyond="whether backup jobs succeeded, backups of documentation, and whether they run often enough",
        ),
        Control(
            id="CP-9(1)",
            title="Backups are tested for reliability and integrity",
            shows="whether a restore testing plan exists",
            beyond="the results of the tests",
        ),
        Control(
            id="CP-9(3)",
            title="Copies of critical software are kept apart from the system",
            shows="whether images, modules and Terraform's state can be had without the Region they describe",
            beyond="software that is delivered in other ways, and licences",
        ),
        Control(
            id="CP-9(5)",
            title="Backups are transferred to the alternate site as fast as objectives ask",
            shows="whether copying to another Region is scheduled, and its lag measured",
            beyond="the lag that was measured, and the objective it is held against",
        ),
        Control(
            id="CP-9(6)",
            title="A redundant secondary system, elsewhere, can be activated without loss",
            shows="whether a live secondary exists in another Region",
            beyond="whether activating it was tried, and what was lost",
        ),
        Control(
            id="CP-9(8)",
            title="Backups are protected by cryptography",
            shows="whether backups and copies are encrypted, under which kind of key, and locked against change",
            beyond="who may use the keys, and backups outside AWS",
        ),
        Control(
            id="CP-10",
            title="The system is recovered to a known state within the time allowed",
            shows="whether what recovery builds on exists: standbys, backups, failover routes, code and state",
            beyond="that a recovery was carried out, in which time, and to which state",
        ),
        Control(
            id="SC-5(2)",
            title="Capacity and redundancy limit the effect of an overload",
            shows="whether load balancers, groups and functions are spread over several Availability Zones",
            beyond="the load that they stand, and protection against attacks as such",
        ),
        Control(
            id="SC-12",
            title="Cryptographic keys are established and managed",
            shows="which keys protect data, whether they are enabled, and how long deletion waits",
            beyond="procedures of key management, and who may do what with a key",
        ),
        Control(
            id="SC-12(1)",
            title="Data stays available when a user loses a key",
            shows="whether a key that data in another Region needs can be used there",
            beyond="escrow, and keys outside KMS",
        ),
        Control(
            id="SC-12(2)",
            title="Symmetric keys are produced and managed by an approved process",
            shows="whether KMS renews a key's material",
            beyond="whether the process is one that the organisation approved",
        ),
        Control(
            id="SC-28",
            title="Data at rest is protected",
            shows="whether stores of data and their backups are encrypted",
            beyond="which data needs protection, and stores that no code declares",
        ),
        Control(
            id="SC-28(1)",
            title="Data at rest is protected by cryptography",
            shows="whether encryption is on, and under which kind of key",
            beyond="the strength that was asked for, and access to the keys",
        ),
        Control(
            id="SC-36",
            title="Processing and storage are spread over several locations",
            shows="in which Availability Zones and Regions parts stand",
            beyond="whether what stands apart also fails apart (accounts, pipelines, people)",
        ),
        Control(
            id="SI-4",
            title="The system is monitored",
            shows="whether failing backups and lagging replicas are watched",
            beyond="monitoring outside CloudWatch, and whether anybody looks",
        ),
        Control(
            id="SI-4(5)",
            title="People are alerted to what monitoring finds",
            shows="whether alarms have actions, and topics have listeners",
            beyond="who is on call, and whether they answered",
        ),
        Control(
            id="SI-12",
            title="Information is kept as long as is required",
            shows="whether old versions of objects are kept",
            beyond="which retention the law or the contract asks for",
        ),
        Control(
            id="SI-13(5)",
            title="A failing component is replaced by another without delay",
            shows="whether failover is automatic, and health checks tell when it is due",
            beyond="whether failover was seen to work, and in which time",
        ),
    ),
)
