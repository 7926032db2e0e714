"""`policy`: the thresholds in force by their number, and the next ones."""

from __future__ import annotations

import click

from abuse.identity.names import visible
from complaints import opening
from complaints.clock import utcnow, written
from complaints.commands.context import ID, as_person, pass_context, person_of
from complaints.context import Context
from complaints.queries import policies as policy_queries
from complaints.queries.policies import PutPolicy
from complaints.rules import policies as policy_rules
from complaints.services import policies
from complaints.work import Work


@click.group("policy")
def policy_group() -> None:
    """The policy in force: thresholds of the scan, the ladder and the sample.

    Example: cleanhands policy show
    """


@policy_group.command("put")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--why", required=True, help="The reason, kept in the record.")
@as_person
@pass_context
def put(context: Context, file: str, why: str, handle: str) -> None:
    """Put a file into force as the next policy, from the next transaction on everywhere.

    Needs a supervisor or an administrator. A file that does not hold is refused by threshold and
    line, and the policy in force stays so.

    Example: cleanhands policy put policy.toml --why "Slow rings." --as ben
    """
    actor = person_of(context, handle)
    text = policy_rules.read(file)
    with context.database.transaction() as session:
        work = Work(session, actor, utcnow(), context.links)
        current = policy_queries.get(session).policy.number
        row = policies.put(work, text=text, why=why)
    if row.number == current:
        click.echo(f"Policy {row.number}, in force, says the same already. Nothing is changed.")
    else:
        click.echo(f"Policy {row.number} is in force.")


@policy_group.command("show")
@click.argument("number", type=ID, required=False)
@pass_context
def show(context: Context, number: int | None) -> None:
    """Print a policy, by default the one in force, as a file that can be put again.

    Who put it, when and why goes to standard error.

    Example: cleanhands policy show 3 > policy.toml
    """
    with context.database.reading() as session:
        record = policy_queries.get(session, number)
    click.echo(visible(_line(record)), err=True)
    if not record.policy.text.strip():
        click.echo("It sets nothing: every threshold has its default.", err=True)
    difference = None if number else opening.differs(context)
    if difference:
        click.echo(difference, err=True)
    click.echo(record.policy.text, nl=False)


@policy_group.command("list")
@pass_context
def list_policies(context: Context) -> None:
    """List all policies with who put them, when and why, the one in force first.

    Example: cleanhands policy list
    """
    with context.database.reading() as session:
        for record in policy_queries.find(session):
            click.echo(visible(_line(record)))


def _line(record: PutPolicy) -> str:
    row = record.policy
    by = record.by or "the service"
    return f"{row.number:>5}  since {written(row.since)}  {by}: {row.why}"
