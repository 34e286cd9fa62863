"""ISO 22301: the clauses on operating business continuity that policies speak to."""

from __future__ import annotations

from drlint.policy.controls.framework import Control, Framework

FRAMEWORK = Framework(
    key="iso-22301",
    name="ISO 22301",
    edition="2019",
    form=r"(?:[4-9]|10)(?:\.[1-9]){0,3}",
    source="https://www.iso.org/standard/75106.html",
    checked="2026-11-26",
    note="The standard is sold, not published: clauses are named after public accounts of it, and never quoted.",
    controls=(
        Control(
            id="7.2",
            title="People are competent for what continuity asks of them",
            shows="whether several people are named as trained on a runbook, and how long ago",
            beyond="their education and experience, and evidence of it",
        ),
        Control(
            id="8.1",
            title="Operations are planned and controlled, planned changes among them",
            shows="which planned changes destroy data or weaken what recovery depends on, and who accepts which risk "
            "until when",
            beyond="the processes themselves, their records, and changes made past Terraform",
        ),
        Control(
            id="8.2.2",
            title="The impact of a disruption is analysed, and times for resumption are set",
            shows="whether each workload declares RTO, RPO and the longest bearable outage, and whether these agree",
            beyond="the analysis itself, and whether the times are what the business needs",
        ),
        Control(
            id="8.3.4",
            title="The resources that the chosen solutions need are determined",
            shows="whether keys, capacity and network that a solution leans on are there",
            beyond="people, buildings, suppliers and money, and whether the list is complete",
        ),
        Control(
            id="8.3.5",
            title="The chosen continuity solutions are implemented",
            shows="whether redundancy, backups, copies and protections are switched on, resource by resource",
            beyond="how the solutions were chosen from impact and risks, and solutions that are not technical",
        ),
        Control(
            id="8.4",
            title="Plans and procedures exist by which a disruption is managed and work goes on",
            shows="whether runbooks exist for failover and return, and what they lean on is there: backups, copies, "
            "keys, failover routes, code and state",
            beyond="the response structure, communication, and whether people can follow the runbooks",
        ),
        Control(
            id="8.4.3",
            title="A disruption is noticed, and those concerned are warned",
            shows="whether alarms on replication and backups exist, act, and reach a listener",
            beyond="procedures of communication inside and outside, and the people who are reached",
        ),
        Control(
            id="8.5",
            title="An exercise programme validates that the solutions work over time",
            shows="whether restores of backups are scheduled as tests, and recorded drills are recent and met targets",
            beyond="whether the records of exercises are true, and what was improved after them",
        ),
        Control(
            id="8.6",
            title="Documentation and capabilities of continuity are evaluated",
            shows="which changes make a capability weaker than it was",
            beyond="reviews by people, of suppliers and of documents",
        ),
    ),
)
