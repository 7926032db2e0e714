"""`mail`: does the mail server take our letters?"""

from __future__ import annotations

import secrets

import click

from complaints import mail
from complaints.base.clock import utcnow
from complaints.commands.context import pass_context
from complaints.mail import NotSent
from complaints.storage.context import Context
from complaints.words.failures import why_not

BODY = """This message shows that Clean Hands can send letters by mail. It holds nothing else.

此邮件用于确认 Clean Hands 可以发送邮件，无其他内容。
"""


@click.group("mail")
def mail_group() -> None:
    """Letters by mail.

    Example: cleanhands mail test ada@example.com
    """


@mail_group.command("test")
@click.argument("address")
@pass_context
def test(context: Context, address: str) -> None:
    """Send a message to ADDRESS, and say in one sentence what is wrong where it does not go.

    Example: cleanhands mail test ada@example.com
    """
    config = context.config
    if config.mail_server is None:
        raise click.ClickException("No mail server is set: CLEANHANDS_SMTP_URL names one.")
    try:
        message = mail.compose(
            config,
            to=address,
            subject="Clean Hands can send mail",
            body=BODY,
            message_id=f"<{secrets.token_hex(16)}@{config.mail_domain}>",
            at=utcnow(),
        )
        mail.send_mail(config, message)
    except NotSent as error:
        sentence = why_not(error.failure, error.answer, for_good=error.for_good)
        raise click.ClickException(str(sentence)) from None
    click.echo("The mail server took the message.")
