"""Files a complaint of a new account that shows the telephone and device of the flagged filer.

So a newcomer sees in the queue what a held complaint is, and both accounts side by side.
"""

from __future__ import annotations

from datetime import date, timedelta

from complaints.base.clock import utcnow
from complaints.commands.demo.today import signed
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.logins import accounts
from complaints.rules import actors
from complaints.rules.actors import LOCAL, SYSTEM
from complaints.rules.filing.targets import Target
from complaints.rules.kinds import FilerKind
from complaints.rules.logins.demo_logins import FLAGGED
from complaints.services.filing import intake
from complaints.services.filing.intake import Notice
from complaints.services.logins import people
from complaints.services.registry import Marks, Registry
from complaints.storage.context import Context
from complaints.work import begin_work

SHARED = {"phone": "+86 139 5555 0142", "device": "demo-device", "country": "CN"}
ANSWERS = {
    "used_where": "goods", "confusion": "The label says SECOND DOOR.", "goods": "same",
    "descriptive": "no",
}  # fmt: skip
RIGHT = {
    "kind": "trademark", "number": "61990412", "jurisdiction": "CN", "title": "SECOND DOOR",
    "status": "registered", "applied_on": date(2022, 5, 9), "registered_on": date(2023, 4, 14),
}  # fmt: skip


def file_look_alike(context: Context, source: str) -> None:
    """File it: the flagged filer has shown both before its flag, the new account does today."""
    now = utcnow()
    with begin_work(context, SYSTEM, now=now) as work:
        flagged = accounts.find_account(work.session, FLAGGED.email)
        if flagged is None or flagged.filer_id is None:
            return
        before = now - timedelta(days=60)
        Registry(work.session, context.vault, source=LOCAL, now=now).identities(
            [Marks(flagged.filer_id, SHARED, before)]
        )
        new = people.add_filer(
            work, reference="demo-second-door", name="Second Door Trading",
            kind=FilerKind.RIGHTS_HOLDER, country="CN",
        )  # fmt: skip
        (url,) = claim_queries.newest_addresses(work.session, source, 1)
        notice = Notice(
            basis="trademark", right=RIGHT, channel="form", targets=[Target(url)],
            shown={**SHARED, "email": "ip@second-door.example"},
            facts={"statement": "Our mark is on the label of these goods."},
            answers=ANSWERS, declaration=signed("Second Door"),
        )  # fmt: skip
        filer = work.by(actors.filer(new.id))
        intake.submit(filer, notice, vault=context.vault, reference="CH-DEMO-HELD")
