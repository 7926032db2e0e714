"""`letters`: the outbox. What goes by no mail, or nobody of staff may see, is taken out here."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

import click

from abuse.identity.names import visible
from complaints.commands.context import ID, OPERATOR, pass_context
from complaints.commands.output import FORMAT, JSON, echo_json
from complaints.models import AccountLetter, Delivery
from complaints.queries.mailing import account_letters as account_letter_queries
from complaints.queries.mailing import addressees
from complaints.queries.mailing import deliveries as delivery_queries
from complaints.queries.mailing import letters as letter_queries
from complaints.rules.mailing.bounces import LONGEST, read_notification
from complaints.rules.mailing.inboxes import Reach
from complaints.schemas.mailing.letters import OutboxOut
from complaints.services.mailing import arrivals, deliveries, letters
from complaints.storage.context import Context
from complaints.words.failures import why_not
from complaints.work import begin_reading, begin_work


class Number(click.ParamType[tuple[bool, int]]):
    """A letter's number; one that begins with a is of a letter to a log-in, or with a code."""

    name = "number"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[bool, int]:
        digits = value.removeprefix("a")
        if not (digits.isascii() and digits.isdigit()):
            self.fail("A letter has a number, as 7, or a7 for one with a code.", param, ctx)
        return value.startswith("a"), ID(digits, param, ctx)


NUMBER = Number()


@click.group("letters")
def letters_group() -> None:
    """Outgoing letters.

    Example: cleanhands letters list
    """


@letters_group.command("list")
@click.option("--all", "sent_too", is_flag=True, help="Also those that were sent.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@FORMAT
@pass_context
def list_letters(context: Context, sent_too: bool, limit: int, written: str) -> None:
    """List letters that wait to be sent, the newest first; those to log-ins and with codes, whose
    number begins with a, after the others. They say how they get there: mailbox, platform, by_hand.

    Example: cleanhands letters list
    """
    with begin_reading(context, OPERATOR) as work:
        rows = letter_queries.list_letters(work, unsent=not sent_too, limit=limit)
        ways = addressees.ways(work, rows)
        to_accounts = account_letter_queries.list_letters(
            work.session, unsent=not sent_too, limit=limit
        )
        by_mail = delivery_queries.of_letters(work.session, rows)
        by_mail_too = delivery_queries.of_account_letters(work.session, to_accounts)
        if written == JSON:
            listed = {
                "items": delivery_queries.followed(work.session, rows[:limit]),
                "to_accounts": [
                    {"letter": each, "delivery": by_mail_too.get(each.id)} for each in to_accounts
                ],
            }
            echo_json(OutboxOut, listed)
            return
    for letter in rows[:limit]:
        how = ways[letter.id]
        _show(str(letter.id), letter.created_at, letter.sent_at, letter.subject, how)
        _say_why_not(letter.sent_at, by_mail.get(letter.id))
    for account_letter in to_accounts:
        _show(
            f"a{account_letter.id}",
            account_letter.created_at,
            account_letter.sent_at,
            f"To {_to_whom(account_letter)}: {account_letter.kind}",
        )
        _say_why_not(account_letter.sent_at, by_mail_too.get(account_letter.id))


@letters_group.command("send")
@click.argument("letter", type=NUMBER)
@pass_context
def send_letter(context: Context, letter: tuple[bool, int]) -> None:
    """Print a letter with its link, for the addressee's eyes, and note that it was sent.

    The ledger says that the operator printed it. Deliver it to its addressee and to nobody else.

    Example: cleanhands letters send 7
    """
    to_account, number = letter
    with begin_work(context, OPERATOR) as work:
        if to_account:
            opened = letters.hand_out_code(work, number, Reach.BY_HAND, vault=context.vault)
            to = opened.email or "whoever got the letter with the link"
            subject, body = opened.subject, f"To: {to}\n\n{opened.body}"
        else:
            outgoing = letters.hand_out(work, number, Reach.BY_HAND, vault=context.vault)
            subject, body = outgoing.letter.subject, outgoing.body
        click.echo(f"{visible(subject)}\n")
        click.echo("\n".join(map(visible, body.split("\n"))))


@letters_group.command("resend")
@click.argument("letter", type=ID)
@pass_context
def resend_letter(context: Context, letter: int) -> None:
    """Revoke the links of a letter that went out, and let it go once more, with a new link.

    Example: cleanhands letters resend 7
    """
    with begin_work(context, OPERATOR) as work:
        letters.resend(work, letter)
    click.echo(f"Letter {letter} waits to go out again. Its old links are revoked.")


def _to_whom(letter: AccountLetter) -> str:
    if letter.secret_link_id is not None:
        return "the holder of a link"
    if letter.sign_up_id is not None:
        return "a mailbox that has no log-in yet"
    return "a log-in" if letter.account_id else "the mailbox of a register"


def _show(
    number: str, written: datetime, sent_at: datetime | None, about: str, reaches: str = ""
) -> None:
    sent = f"sent {sent_at:%Y-%m-%d}" if sent_at else "waits"
    click.echo(f"{number:>6}  {written:%Y-%m-%d}  {sent:<15}  {reaches:<8}  {visible(about)}")


@letters_group.command("retry")
@click.argument("letter", type=NUMBER)
@pass_context
def retry(context: Context, letter: tuple[bool, int]) -> None:
    """Have a letter that did not go by mail tried again, within a minute; or one that is too old to
    go by itself.

    Example: cleanhands letters retry 7
    """
    to_account, number = letter
    noun = "account_letter" if to_account else "letter"
    with begin_work(context, OPERATOR) as work:
        deliveries.try_again(work, noun, number, domain=context.config.mail_domain)
    click.echo("The letter goes by mail within a minute.")


@letters_group.command("release")
@pass_context
def release_letters(context: Context) -> None:
    """Let the letters go that are held since the database was put back from a backup.

    They may have gone between the backup and the loss: look at `letters list` first.

    Example: cleanhands letters release
    """
    with begin_work(context, OPERATOR) as work:
        count = deliveries.release_letters(work)
    click.echo(f"{count:,} letters go by mail from now on.")


@letters_group.command("posted")
@click.argument("letter", type=ID)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day.")
@pass_context
def enter_posted(context: Context, letter: int, on: datetime) -> None:
    """Enter on which day a printed letter was posted. A warning counts as delivered once the
    policy's days for the post are over (post_days), unless it comes back.

    Example: cleanhands letters posted 7 --on 2026-11-20
    """
    with begin_work(context, OPERATOR) as work:
        arrivals.note_posted(work, letter, on=on.date())
    click.echo(f"Letter {letter} was posted on {on:%Y-%m-%d}.")


@letters_group.command("returned")
@click.argument("letter", type=ID)
@click.option("--why", required=True, help="What happened; kept in the ledger.")
@pass_context
def enter_returned(context: Context, letter: int, why: str) -> None:
    """Enter that the post brought a letter back, or that there is no address to post it to.

    Example: cleanhands letters returned 7 --why "Moved, no new address."
    """
    with begin_work(context, OPERATOR) as work:
        arrivals.note_returned(work, letter, why=why)
    click.echo(f"Letter {letter} did not arrive by post.")


@letters_group.command("bounced")
@click.argument("notification", type=click.File("rb"), default="-")
@pass_context
def note_bounced(context: Context, notification: BinaryIO) -> None:
    """Read a delivery status notification (RFC 3464) from standard input: the mail by which a
    mail server says that it gave a letter up. Nothing of it is kept but the status code.

    The letter then goes another way. A notification of a delay changes nothing.

    Example: cleanhands letters bounced < notification.eml
    """
    said = read_notification(notification.read(LONGEST))
    with begin_work(context, OPERATOR) as work:
        counted = arrivals.note_bounce(
            work, message_id=said.message_id, status=said.status, action=said.action
        )
    click.echo("The letter bounced." if counted else "No bounce: nothing changed.")


def _say_why_not(sent_at: datetime | None, delivery: Delivery | None) -> None:
    if sent_at is not None or delivery is None or delivery.failure is None:
        return
    why = why_not(delivery.failure, delivery.answer, for_good=delivery.due_at is None)
    click.echo(f"{'':>6}  did not go by mail: {why}")
