"""`policy`: the thresholds in force by their number, and the next ones."""

from __future__ import annotations

import click

from abuse.identity.names import visible
from complaints.base import clock
from complaints.commands.context import ID, OPERATOR, pass_context
from complaints.commands.output import FORMAT, JSON, echo_json
from complaints.health import opening
from complaints.queries.policy import policies as policy_queries
from complaints.queries.policy import policy_drafts as draft_queries
from complaints.queries.policy.policies import PutPolicy
from complaints.queries.policy.policy_drafts import DraftView
from complaints.rules.policy import policies as policy_rules
from complaints.rules.policy import thresholds
from complaints.schemas.policy.policies import (
    PoliciesOut,
    PolicyDraftOut,
    PolicyDraftsOut,
    PolicyOut,
)
from complaints.services.policy import policies
from complaints.storage.context import Context
from complaints.work import begin_reading, begin_work


@click.group("policy")
def policy_group() -> None:
    """The policy in force: thresholds of the scan, the ladder and the sample.

    Example: cleanhands policy show
    """


@policy_group.command("put")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--why", required=True, help="The reason, kept in the record.")
@pass_context
def put_policy(context: Context, file: str, why: str) -> None:
    """Put a file into force as the next policy, from the next transaction on everywhere.

    It is for a house in which no two persons could decide it on the policy's pages, and the ledger
    says that the operator did it alone. Where there are two it is refused. A file that does not
    hold is refused by threshold and line, and the policy in force stays so.

    Example: cleanhands policy put policy.toml --why "Slow rings."
    """
    text = policy_rules.read_policy_file(file)
    with begin_work(context, OPERATOR) as work:
        current = policy_queries.get_policy(work.session).policy.number
        row = policies.put(work, text=text, why=why)
    if row.number == current:
        click.echo(f"Policy {row.number}, in force, says the same already. Nothing is changed.")
    else:
        click.echo(f"Policy {row.number} is in force.")


@policy_group.command("show")
@click.argument("number", type=ID, required=False)
@FORMAT
@pass_context
def show_policy(context: Context, number: int | None, written: str) -> None:
    """Print a policy, by default the one in force, as a file that can be put again.

    Who put it, when and why goes to standard error.

    Example: cleanhands policy show 3 > policy.toml
    """
    with context.database.reading() as session:
        record = policy_queries.get_policy(session, number)
    if written == JSON:
        held = policy_rules.parse_policies(record.policy.text, stored=True)
        rows = thresholds.in_force(held, record.policy.reasons)
        echo_json(PolicyOut, {**_put(record), "thresholds": rows})
        return
    click.echo(visible(_line(record)), err=True)
    if not record.policy.text.strip():
        click.echo("It sets nothing: every threshold has its default.", err=True)
    difference = None if number else opening.differs(context)
    if difference:
        click.echo(difference, err=True)
    click.echo(record.policy.text, nl=False)


@policy_group.command("list")
@FORMAT
@pass_context
def list_policies(context: Context, written: str) -> None:
    """List all policies with who put them, when and why, the one in force first.

    Example: cleanhands policy list
    """
    with context.database.reading() as session:
        records = policy_queries.find_policies(session)
    if written == JSON:
        echo_json(PoliciesOut, {"items": [_put(record) for record in records]})
        return
    for record in records:
        click.echo(visible(_line(record)))


@policy_group.command("drafts")
@FORMAT
@pass_context
def list_drafts(context: Context, written: str) -> None:
    """List the newest drafts that people made on the pages, and how far each is.

    Example: cleanhands policy drafts
    """
    with begin_reading(context, OPERATOR) as work:
        views = draft_queries.newest_drafts(work)
    if written == JSON:
        echo_json(PolicyDraftsOut, {"items": views})
        return
    for view in views:
        click.echo(visible(_draft_line(view)))


@policy_group.command("draft")
@click.argument("draft_id", type=ID, metavar="ID")
@FORMAT
@pass_context
def show_draft(context: Context, draft_id: int, written: str) -> None:
    """Print a draft as a file that can be put; what it changes, and why, goes to standard error.

    Example: cleanhands policy draft 7 > policy.toml
    """
    with begin_reading(context, OPERATOR) as work:
        view = draft_queries.read_policy_draft(work, draft_id)
    if written == JSON:
        echo_json(PolicyDraftOut, view)
        return
    click.echo(visible(_draft_line(view)), err=True)
    for each in view.changes:
        why = f"  {each.why}" if each.why else ""
        click.echo(visible(f"  {each.key}: {each.old} -> {each.new}{why}"), err=True)
    click.echo(view.draft.text, nl=False)


@policy_group.command("put-draft")
@click.argument("draft_id", type=ID, metavar="ID")
@click.option("--why", required=True, help="The reason, kept in the record.")
@pass_context
def put_draft(context: Context, draft_id: int, why: str) -> None:
    """Put a draft in force that a supervisor put forward on its page, as the operator.

    It is for a house in which no second person may: where one may, that person does it there.

    Example: cleanhands policy put-draft 7 --why "Nobody else is here."
    """
    with begin_work(context, OPERATOR) as work:
        row = policies.put_draft(work, draft_id, why=why)
    click.echo(f"Policy {row.number} is in force.")


def _draft_line(view: DraftView) -> str:
    row, stage = view.draft, str(view.stage).replace("_", " ")
    became = f" as policy {row.became_number}" if row.became_number else ""
    replay = {"waiting": "replay runs", "done": "replayed", "failed": "no replay"}[row.state]
    return f"{row.id:>5}  {clock.written(row.made_at)}  {view.by}: {stage}{became}, {replay}"


def _put(record: PutPolicy) -> dict[str, object]:
    row = record.policy
    return {
        "number": row.number, "since": row.since, "by": record.by,
        "drafted_by": record.drafted_by, "why": row.why,
    }  # fmt: skip


def _line(record: PutPolicy) -> str:
    row = record.policy
    by = record.by or ("the operator" if record.by_operator else "the service")
    if record.drafted_by:
        by += f", drafted by {record.drafted_by}"
    return f"{row.number:>5}  since {clock.written(row.since)}  {by}: {row.why}"
