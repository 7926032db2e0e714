"""`letters`: the outbox. Whoever sends letters for the service takes them from here."""

from __future__ import annotations

import click

from abuse.names import visible
from complaints.clock import utcnow
from complaints.commands.context import as_person, pass_context, person_of
from complaints.context import Context
from complaints.queries import letters as asked
from complaints.services import letters


@click.group("letters")
def letters_group() -> None:
    """Outgoing letters.

    Example: cleanhands letters list --as ann
    """


@letters_group.command("list")
@click.option("--all", "sent_too", is_flag=True, help="Also those that were sent.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@as_person
@pass_context
def list_letters(context: Context, handle: str, sent_too: bool, limit: int) -> None:
    """List letters that wait to be sent, the newest first.

    Example: cleanhands letters list --as ann
    """
    actor = person_of(context, handle)
    with context.database.reading() as session:
        found = asked.list_letters(session, actor, unsent=not sent_too, limit=limit)
    for letter in found[:limit]:
        sent = f"sent {letter.sent_at:%Y-%m-%d}" if letter.sent_at else "waits"
        about = visible(letter.subject)
        click.echo(f"{letter.id:>6}  {letter.created_at:%Y-%m-%d}  {sent:<15}  {about}")


@letters_group.command("send")
@click.argument("letter", type=int)
@as_person
@pass_context
def send(context: Context, letter: int, handle: str) -> None:
    """Print a letter with its link, for the addressee's eyes, and note that it was sent.

    Pipe it to what sends your letters. A link in it answers for the addressee: hand it to nobody
    else. The ledger keeps who took the letter out.

    Example: cleanhands letters send 7 --as ann
    """
    actor = person_of(context, handle)
    with context.database.transaction() as session:
        taken = letters.send(session, actor, letter, links=context.links, now=utcnow())
        body = "\n".join(map(visible, taken.body.split("\n")))
        click.echo(f"{visible(taken.letter.subject)}\n\n{body}")
