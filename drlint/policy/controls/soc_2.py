"""SOC 2: the trust services criteria on availability, change and monitoring that policies speak to."""

from __future__ import annotations

from drlint.policy.controls.framework import Control, Framework

_COMMON = "CC1\\.[1-5]|CC2\\.[1-3]|CC3\\.[1-4]|CC4\\.[1-2]|CC5\\.[1-3]|CC6\\.[1-8]|CC7\\.[1-5]|CC8\\.1|CC9\\.[1-2]"

FRAMEWORK = Framework(
    key="soc-2",
    name="SOC 2 (AICPA trust services criteria)",
    edition="2017, with points of focus of 2022",
    form=rf"{_COMMON}|A1\.[1-3]|C1\.[1-2]|PI1\.[1-5]|P1\.1|P2\.1|P3\.[1-2]|P4\.[1-3]|P5\.[1-2]|P6\.[1-7]|P7\.1|P8\.1",
    source="https://www.aicpa-cima.com/resources/download/get-the-2017-trust-services-criteria",
    checked="2026-11-26",
    note="Criteria are named after public accounts of them; which apply depends on what the report is about.",
    controls=(
        Control(
            id="A1.1",
            title="Capacity is monitored and managed, so that availability objectives are met",
            shows="whether standbys are as large as what they replace, and more than one task or zone is in use",
            beyond="the use of capacity that was measured, and forecasts",
        ),
        Control(
            id="A1.2",
            title="Backups, recovery infrastructure and protection from the environment are run and monitored",
            shows="whether backups, copies, standbys, failover routes and their protections are set up in code",
            beyond="protection of buildings, approval and operation over the period, and whether backups succeeded",
        ),
        Control(
            id="A1.3",
            title="Procedures of recovery are tested",
            shows="whether restores of backups are scheduled as tests, and recorded drills are recent and met targets",
            beyond="whether the records of drills are true, and what followed",
        ),
        Control(
            id="CC1.4",
            title="Competent people are attracted, developed and retained",
            shows="whether several people are named as trained on a runbook, and how long ago",
            beyond="everything but training for recovery",
        ),
        Control(
            id="CC6.1",
            title="Logical access to protected information is restricted, encryption and its keys included",
            shows="whether data and backups are encrypted, and keys are protected",
            beyond="identities, authentication and rights",
        ),
        Control(
            id="CC7.2",
            title="The system is monitored for what is out of the ordinary",
            shows="whether alarms on replication and backups exist, act, and reach a listener",
            beyond="monitoring outside CloudWatch, and what was done about alarms",
        ),
        Control(
            id="CC7.5",
            title="Recovery from an incident is prepared and carried out",
            shows="whether what a rebuild needs survives: state, modules, images, deleted data",
            beyond="incidents, and how they were recovered from",
        ),
        Control(
            id="CC8.1",
            title="Changes are authorised, tested, approved and documented",
            shows="which planned changes destroy data or weaken recovery, what code does to prevent it, and who "
            "accepts which risk until when",
            beyond="authorisation and approval, tests of the change, and changes made past Terraform",
        ),
        Control(
            id="CC9.2",
            title="Risks from vendors and partners are managed",
            shows="whether each provider in code is declared as a third party, with contact, promised time and "
            "fallback, and whether code depends on a source outside that is lost with the Region",
            beyond="contracts, assessments of vendors, and services that no code names",
        ),
    ),
)
