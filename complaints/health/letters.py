"""Writes to the operator when a check turns bad, and when it is well again: one letter each.

What was written stays with the job that asks, so that no restart and no second worker writes again.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from complaints import health, mail
from complaints.health.check import Check
from complaints.mail import NotSent
from complaints.queries.upkeep.health import installation
from complaints.rules.upkeep.health import State, Turn, turn
from complaints.storage.context import Context
from complaints.words import LANGUAGES, Message, say
from complaints.words import message as _
from complaints.words.failures import why_not

log = logging.getLogger(__name__)


def write_letters(context: Context, known: Mapping[str, Any], now: datetime) -> dict[str, object]:
    """Look, write where something turned, and return what is known at the next look.

    What could not be sent is tried again at the next look.
    """
    if not context.config.operator_mail or context.demo:
        return {}
    checks = health.run_checks(context, now)
    bad = [check.name for check in checks if check.state is State.BAD]
    written = known.get("written", ())
    # What was not looked at is as it was.
    bad += set(written) - {check.name for check in checks}
    turned = turn(bad, before=known.get("before", ()), written=written)
    if turned.turned_bad or turned.well_again:
        try:
            _send(context, checks, turned, now)
        except NotSent as error:
            why = why_not(error.failure, error.answer, for_good=False)
            log.warning("the letter to the operator was not mailed: %s", why)
            return {"written": list(written), "before": list(turned.before)}
    return {"written": list(turned.written), "before": list(turned.before)}


def _send(context: Context, checks: Sequence[Check], turned: Turn, now: datetime) -> None:
    config = context.config
    with context.database.reading() as session:
        database = installation(session).database
    bodies = [_body(checks, turned, config.base_url, language) for language in LANGUAGES]
    message = mail.compose(
        config,
        to=config.operator_mail,
        subject=" / ".join(say(_subject(turned), language) for language in LANGUAGES),
        body="\n\n".join(bodies),
        message_id=f"<health.{now:%Y%m%d%H%M%S}.{database}@{config.mail_domain}>",
        at=now,
    )
    mail.send_mail(config, message)


def _subject(turned: Turn) -> Message:
    if turned.turned_bad:
        return _("Clean Hands: something does not work")
    return _("Clean Hands: it works again")


def _body(checks: Sequence[Check], turned: Turn, base_url: str, language: str) -> str:
    said = {check.name: check.message for check in checks}
    lines: list[str] = []
    for name in turned.turned_bad:
        lines.append(f"{name}: {say(said[name], language)}")
    for name in turned.well_again:
        lines.append(say(_("%(check)s: works again.", check=name), language))
    rest = _(
        "`cleanhands doctor` on the machine of %(address)s looks at everything.", address=base_url
    )
    return "\n\n".join([*lines, say(rest, language)])
