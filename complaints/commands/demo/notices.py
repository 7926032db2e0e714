"""Files notices without an account, through the doors of whoever has none: one is decided, one has
just come in, and the link to a third is on its way."""

from __future__ import annotations

from datetime import datetime, timedelta

from complaints.queries.logins import notice_requests
from complaints.queries.logins import people as people_queries
from complaints.rules import actors
from complaints.rules.actors import ActorKind, HandKind, PersonRole
from complaints.rules.filing.targets import Target
from complaints.rules.kinds import FilerKind
from complaints.rules.logins.accounts import mailbox_of
from complaints.services.decisions import claims
from complaints.services.filing import intake
from complaints.services.filing.intake import Accepted, Notice
from complaints.services.logins import people, sign_ups
from complaints.storage.context import Context
from complaints.work import UnitOfWork

# Whose mailbox asks for the link, and whose has filed.
READER = "reader@example.net"
NOTIFIER = "kim.lee@example.net"
NETWORK = "198.51.100.0/24"
HOUR = timedelta(hours=1)
# How many days ago each was filed, and against which listing.
FILED = ((4, "https://www.ebay.de/itm/256301475510"), (0, "https://www.ebay.de/itm/256301475511"))
STATEMENT = "The first picture shows my mark LEEWARD on bags that I never made or licensed."


def file_notices(context: Context, now: datetime) -> None:
    """File them; a reviewer rejects the first an hour ago."""
    with context.database.transaction() as session:
        work = UnitOfWork(session, actors.SYSTEM, now, context.links)
        ann = people_queries.find_owner(session, ActorKind.PERSON, "ann")
        assert ann is not None
        kim = _come_in(context, work.at(now - timedelta(days=FILED[0][0])))
        for number, (days, url) in enumerate(FILED):
            mine = work.by(kim).at(now - timedelta(days=days))
            filed = _submit(context, mine, url, f"CH-DEMON{number}")
            if number == 0 and filed is not None:
                claims.decide(
                    work.by(actors.person(ann, PersonRole.REVIEWER)).at(now - HOUR),
                    filed.outcomes[0].claim_id,
                    decision="reject",
                    code="no-infringement",
                )
        _ask(context, work, READER)


def _ask(context: Context, work: UnitOfWork, email: str) -> int:
    return sign_ups.ask_for_notice(
        work.by(actors.SYSTEM), email=email, network=NETWORK, language="en", vault=context.vault
    )


def _come_in(context: Context, work: UnitOfWork) -> actors.Actor:
    """Return the filer that follows the link in the letter to its mailbox."""
    link = work.links.notice(_ask(context, work, NOTIFIER))

    def make_filer() -> int:
        by_us, reference = work.by(actors.SYSTEM), people.new_reference()
        return people.add_filer(
            by_us, reference=reference, name="Kim Lee", kind=FilerKind.INDIVIDUAL
        ).id

    sign_ups.open_for_notice(
        work, link.rpartition("/")[2], make_filer=make_filer, browser="Demo", network=NETWORK,
        vault=context.vault,
    )  # fmt: skip
    account = notice_requests.notifier_of(work.session, mailbox_of(NOTIFIER))
    assert account is not None
    return actors.notifier(account.filer_id or 0).by(HandKind.LOG_IN, account.id)


def _submit(context: Context, work: UnitOfWork, url: str, reference: str) -> Accepted | None:
    notice = Notice(
        basis="trademark",
        right={"kind": "trademark"},
        facts={"statement": STATEMENT},
        channel="form",
        declaration={"signed_by": "Kim Lee", "language": "en", "agreed": ["dsa-16"]},
        targets=[Target(url)],
    )
    filed = intake.submit(work, notice, vault=context.vault, reference=reference)
    return filed if isinstance(filed, Accepted) else None
