"""The policy in force: the thresholds that people argue about by plain names, or all of them, and
the drafts that wait. The thresholds are for all staff, drafts for supervisors.
"""

from __future__ import annotations

from flask import Blueprint, request

from complaints.console.policy import policy_rows
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, SUPERVISORS, Answer, PageCall, page
from complaints.queries.policy import policies as policy_queries
from complaints.queries.policy import policy_drafts as draft_queries
from complaints.rules.policy import thresholds
from complaints.words import message as _

pages = Blueprint("policy", __name__, url_prefix="/console/policy")
# Policies that the page lists; `cleanhands policy list` has all.
_SHOWN = 10


@page(pages, "GET", "", who=STAFF, menu=MenuPlace("records", 100, "policy", _("Policy")))
def show_policy(call: PageCall) -> Answer:
    """Show the thresholds in force and, to supervisors, the drafts."""
    history = policy_queries.find_policies(call.session)
    current = history[0]
    may_draft = call.me is not None and call.me.role in SUPERVISORS
    expert = policy_rows.is_expert(request.args)
    rows = thresholds.in_force(call.work.policy, current.policy.reasons)
    return call.render(
        "console/policy/show.html",
        groups=policy_rows.sections(rows) if expert else policy_rows.plain_groups(rows),
        expert=expert,
        units=thresholds.units_in_words(),
        current=current,
        history=history[:_SHOWN],
        may_draft=may_draft,
        drafts=draft_queries.find_policy_drafts(call.work) if may_draft else [],
    )
