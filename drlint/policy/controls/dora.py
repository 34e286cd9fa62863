"""DORA: the articles on resilience, backups and testing that policies speak to."""

from __future__ import annotations

from drlint.policy.controls.framework import Control, Framework

FRAMEWORK = Framework(
    key="dora",
    name="DORA (Regulation (EU) 2022/2554)",
    edition="of 14 December 2022, in application since 17 January 2025",
    form=r"(?:[1-9]|[1-5][0-9]|6[0-4])(?:\([1-9][0-9]?\)(?:\([a-z]\))?)?",
    source="https://eur-lex.europa.eu/eli/reg/2022/2554/oj",
    checked="2026-11-26",
    note="An id is an article with its paragraph and point, read in copies of the text. It binds financial entities.",
    controls=(
        Control(
            id="9(2)",
            title="Resilience, continuity and availability of systems, and protection of data, are designed in",
            shows="whether data is encrypted and protected from deletion",
            beyond="security policies and procedures, and everything but recovery",
        ),
        Control(
            id="9(4)(d)",
            title="Cryptographic keys are protected",
            shows="which keys protect data, whether they are enabled, renewed, and slow to be deleted",
            beyond="authentication, classification of data, and who may use a key",
        ),
        Control(
            id="9(4)(e)",
            title="Changes to systems are recorded, tested, assessed, approved and verified",
            shows="which planned changes destroy data or weaken recovery, and who accepts which risk until when",
            beyond="the procedure, its records, and changes made past Terraform",
        ),
        Control(
            id="10(1)",
            title="Anomalies and single points of failure are detected",
            shows="whether replication and backups are watched, and from where",
            beyond="detection of anything else, and tests of the detection",
        ),
        Control(
            id="10(2)",
            title="Thresholds and criteria trigger alerts to those who respond",
            shows="whether alarms have actions, and topics have listeners",
            beyond="who responds, and the process of response",
        ),
        Control(
            id="11(2)",
            title="Critical functions go on: the continuity policy is carried out by arrangements and mechanisms",
            shows="whether failover routes, health checks and what a rebuild needs are in place",
            beyond="the policy, plans and procedures, communication, and estimates of losses",
        ),
        Control(
            id="11(4)",
            title="Continuity plans exist and are tested, also for what third parties provide",
            shows="whether third parties are declared with contact, promised time and fallback, and whether code "
            "depends on a source outside that is lost with the Region",
            beyond="the plans, their tests, and contracts with third parties",
        ),
        Control(
            id="11(5)",
            title="Critical components are redundant, as the impact analysis asks",
            shows="whether components stand in several Availability Zones or Regions",
            beyond="the impact analysis, and which components are critical by it",
        ),
        Control(
            id="11(6)",
            title="Continuity and recovery plans are tested at least yearly, switchovers and backups included",
            shows="whether restores of backups are scheduled as tests, and recorded drills are recent and met targets",
            beyond="whether the records of tests are true, their scenarios, and the audit of plans",
        ),
        Control(
            id="12(1)",
            title="Scope and least frequency of backups follow from how critical the data is",
            shows="what is backed up, how often, and how long backups are kept",
            beyond="the written policy, and the classification it rests on",
        ),
        Control(
            id="12(2)",
            title="Backup systems can be activated, do no harm to the data, and are tested",
            shows="whether backups are set up, protected and encrypted, and whether restores are scheduled as tests",
            beyond="activations, results of tests, and restoration procedures",
        ),
        Control(
            id="12(3)",
            title="Restoring uses systems apart from the source, protected from access and corruption",
            shows="whether copies lie in another Region or a locked vault, under a key that works there",
            beyond="separation of accounts and networks that no code shows, and access by people",
        ),
        Control(
            id="12(4)",
            title="Redundant capacity is kept that is adequate to the business",
            shows="whether something that can take over exists, and is as large as what it replaces",
            beyond="what the business needs, and load that was tried",
        ),
        Control(
            id="12(6)",
            title="RTO and RPO are set for each function, by how critical it is",
            shows="whether each workload declares RTO and RPO by disruption, and a tier",
            beyond="whether the objectives are what the business and the market need",
        ),
        Control(
            id="13(6)",
            title="Staff are trained in digital operational resilience",
            shows="whether several people are named as trained on a runbook, and how long ago",
            beyond="programmes of awareness, and training of management",
        ),
        Control(
            id="25(1)",
            title="The testing programme holds appropriate tests, scenario-based and end-to-end ones among them",
            shows="whether restores of backups are scheduled as tests",
            beyond="the programme, tests that were held and their results",
        ),
    ),
)
