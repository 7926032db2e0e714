"""Do letters go out by mail?"""

from __future__ import annotations

from datetime import datetime, timedelta

from complaints.health.check import Found, lasting, well
from complaints.queries.mailing import deliveries
from complaints.queries.upkeep import health
from complaints.rules.upkeep.health import LETTERS, State
from complaints.storage.context import Context
from complaints.words import counted
from complaints.words import message as _


def going(context: Context, now: datetime) -> Found:
    """Look how long letters have waited for the mail server, and which did not go."""
    if context.config.test:
        return well(_("This is a test instance: letters end on its page."))
    if context.config.mail_server is None or context.demo:
        return well(_("No mail server is set: letters go by hand."))
    with context.database.reading() as session:
        waiting = health.letters_for_mail_server(session)
        stuck = deliveries.count_of_those_that_did_not_go(session)
    age = now - waiting.since if waiting.since else timedelta(0)
    state = LETTERS.of(age)
    if state is not State.OK:
        return Found(
            state,
            _(
                "Letters have waited for the mail server for %(time)s: `cleanhands mail test` says "
                "what is wrong with it.",
                time=lasting(age),
            ),
        )
    if stuck:
        return Found(
            State.WARN,
            counted(
                "%(num)s letter did not go by mail: the page “Letters” and `cleanhands letters "
                "list` say why.",
                "%(num)s letters did not go by mail: the page “Letters” and `cleanhands letters "
                "list` say why.",
                stuck,
            ),
        )
    return well(_("Letters go out by mail."))
