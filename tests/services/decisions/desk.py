"""Builders for intake: accounts, keys as actors, and notices as they come in over the API."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from complaints.models import Boycott, Flag, ScanRun
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, Actor, PersonRole
from complaints.rules.filing.targets import Target
from complaints.rules.kinds import FilerKind
from complaints.rules.law.regimes import RegimeCode
from complaints.services.filing import intake
from complaints.services.filing.intake import Notice
from complaints.services.logins import partners, people
from complaints.storage.db import Database
from complaints.storage.vault import Vault
from tests.api.bodies import ANSWERS, SIGNED
from tests.keys import give_key
from tests.policies import put_policy
from tests.scenes.contacts import reachable, with_contact
from tests.scenes.working import working

VAULT = Vault(b"i" * 32, b"e" * 32)
# Of Madrid, so that it holds wherever a story's listings are offered.
MARK = {
    "kind": "trademark",
    "number": "1234567",
    "jurisdiction": "WO",
    "territories": ["CN", "EU", "GB", "US"],
    "title": "ACME",
    "registered_on": date(2015, 3, 1),
    "status": "registered",
}
HOLDER = {"name": "Acme Inc", "country": "US"}
ITEM = "https://item.taobao.com/item.htm?id="
# As a boycott did that was imposed before laws were told apart.
STOPS_ALL = {str(code): "not_processed" for code in RegimeCode}
# A reason for each decision that fits whatever is accused.
CODES = {
    "take_down": "shown", "stand": "shown", "reject": "no-infringement",
    "reinstate": "answer-convinces", "uphold": "nothing-new", "overturn": "weighed-wrongly",
}  # fmt: skip


class Desk:
    """One market: opens accounts and files complaints, each in a transaction of its own."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database = database
        self.now = now
        self._numbers = itertools.count(1)

    def filer(self, name: str = "acme", kind: FilerKind = FilerKind.RIGHTS_HOLDER) -> Actor:
        with self.database.transaction() as session:
            row = people.add_filer(
                working(session, SYSTEM, self.now), reference=name, name=name, kind=kind
            )
            reachable(session, row.id, VAULT, self.now)
            return self.key(actors.filer(row.id))

    def partner(self, slug: str = "portal") -> Actor:
        with self.database.transaction() as session:
            row = people.add_partner(working(session, SYSTEM, self.now), slug=slug, name=slug)
            return self.key(actors.partner(row.id))

    def marketplace(self, slug: str = "market", *places: str) -> Actor:
        """Add a partner that runs marketplaces (taobao, where none is named)."""
        partner = self.partner(slug)
        self.do(partners.run_marketplaces, SYSTEM, slug, add=places or ("taobao",))
        return partner

    def staff(self, handle: str, role: PersonRole = PersonRole.REVIEWER) -> Actor:
        with self.database.transaction() as session:
            row = people.add_person(
                working(session, SYSTEM, self.now), handle=handle, name=handle, role=role
            )
            give_key(session, row.id, role, self.now)
            return self.key(actors.person(row.id, role))

    def policy(self, text: str) -> None:
        """Put a policy in force."""
        with self.database.transaction() as session:
            put_policy(session, text)

    def key(self, actor: Actor) -> Actor:
        """Return the actor with another key of the same owner."""
        return replace(actor, key_id=next(self._numbers))

    def do(
        self,
        verb: Any,
        actor: Actor = SYSTEM,
        *arguments: Any,
        at: datetime | None = None,
        **options: Any,
    ) -> Any:
        """Call a service's verb in a transaction of its own."""
        with self.database.transaction() as session:
            return verb(working(session, actor, at or self.now), *arguments, **options)

    def file(self, actor: Actor, *, at: datetime | None = None, **notice: Any) -> Any:
        return self.do(
            intake.submit,
            actor,
            make_notice(**notice),
            vault=VAULT,
            reference=f"CH-{next(self._numbers):010}",
            at=at,
        )

    def claim(self, actor: Actor, **notice: Any) -> int:
        """File one complaint against one listing and return its claim's id."""
        (outcome,) = self.file(actor, **notice).outcomes
        claim_id: int = outcome.claim_id
        return claim_id

    def boycott(
        self,
        filer_id: int,
        *,
        holder_id: int | None = None,
        days: int = 30,
        treatments: Mapping[str, str] | None = None,
    ) -> int:
        """Write a boycott that binds since yesterday for `days` more, and return its id. It stops
        all, or treats claims as `treatments` say."""
        ann = self.staff(f"ann{next(self._numbers)}", PersonRole.SUPERVISOR).id
        ben = self.staff(f"ben{next(self._numbers)}", PersonRole.SUPERVISOR).id
        with self.database.transaction() as session:
            flag = _flag(session, filer_id, ann, self.now)
            day = timedelta(days=1)
            row = Boycott(
                filer_id=filer_id, rights_holder_id=holder_id, flag_id=flag.id, proposal="P",
                state="in_force", reasons="r", manifestly_unfounded=3, graded_otherwise=0,
                ungraded=0, window_from=self.now - 30 * day, window_to=self.now, gravity="g",
                intention="i", proposed_by=ann, proposed_at=self.now - 20 * day, warned_by=ann,
                warned_at=self.now - 19 * day, delivered_at=self.now - 19 * day,
                delivered_by="opened", answer_days=14, imposed_by=ben, imposed_at=self.now - day,
                starts_at=self.now - day, ends_at=self.now + days * day,
                treatments=dict(treatments or STOPS_ALL),
            )  # fmt: skip
            session.add(row)
            session.flush()
            return row.id


def make_notice(**given: Any) -> Notice:
    """Return a notice about one listing by a registered mark, signed and with what shows the
    infringement, with what is given changed."""
    facts: dict[str, Any] = {
        "basis": "counterfeit",
        "right": MARK,
        "targets": [{"url": f"{ITEM}1"}],
        "declaration": SIGNED,
        "answers": ANSWERS[given.get("basis", "counterfeit")],
        **given,
    }
    facts["filer"] = with_contact(facts.get("filer"))
    if facts.get("right_id") is not None:
        facts["right"] = None
    return Notice.of({**facts, "targets": [Target.of(stated) for stated in facts["targets"]]})


def _flag(session: Session, filer_id: int, person_id: int, now: datetime) -> Flag:
    run = ScanRun(
        as_of=now, started_at=now, finished_at=now, policy="p", data="d", filers=1, complaints=1,
        claims=1, flagged=1, seconds={},
    )  # fmt: skip
    session.add(run)
    session.flush()
    flag = Flag(
        filer_id=filer_id, scan_run_id=run.id, state="confirmed", level="boycott_review",
        score=0.9, ring_filers=[], findings="f", speaks_for=[], opened_at=now, updated_at=now,
        taken_by=person_id, closed_by=person_id, closed_at=now, why="clear",
    )  # fmt: skip
    session.add(flag)
    session.flush()
    return flag
