"""Who counts as one person with somebody in a case takes no part in it either, whatever the part is
called; a tie with one log-in of a filer is a tie with its whole party."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Filer, Letter
from complaints.queries.logins import grants
from complaints.rules.actors import Actor, PersonRole
from complaints.rules.kinds import Side
from complaints.rules.logins.ties import filer_node
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.staff.door_bars import saying
from complaints.services.decisions import appeals, claims
from complaints.services.logins import access
from complaints.services.mailing import letters
from complaints.services.staff import door_bars
from complaints.storage.db import Database
from tests.scenes.staged import staged
from tests.scenes.tying import tie
from tests.services.decisions.desk import ITEM, VAULT, Desk

TAKE_DOWN: dict[str, Any] = {"decision": "take_down", "code": "seller-silent"}
TIED = "one-let-in-the-other"


def slug_of(act: Any, *args: Any, **options: Any) -> str:
    with pytest.raises(Refusal) as caught:
        act(*args, **options)
    return caught.value.slug


class Staffed(Desk):
    """Ada administers, the others review. Ada alone gave Ben access back. A seller was asked."""

    def __init__(self, database: Database, now: datetime) -> None:
        super().__init__(database, now)
        self.ada = self.staff("ada", PersonRole.ADMINISTRATOR)
        self.ann, self.ben, self.cem = (self.staff(name) for name in ("ann", "ben", "cem"))
        self.acme = self.filer("acme")
        self.later = now + timedelta(days=30)
        targets = [{"url": f"{ITEM}1"}]
        filed = self.file(self.acme, targets=targets, basis="unauthorised_channel")
        self.complaint, self.claim_id = filed.complaint.id, filed.outcomes[0].claim_id
        with database.reading() as session:
            newest = select(Letter.id).where(Letter.claim_id == self.claim_id)
            self.letter = session.scalars(newest.order_by(Letter.id.desc())).first()

    def restore_ben(self) -> None:
        self.do(access.end, self.ada, self.ben.id)
        self.do(access.restore, self.ada, self.ben.id)

    def reset(self, filer: Actor) -> None:
        """Let Ada take the second factor off a log-in of this filer."""
        tie(self.database, self.ada, filer.id, self.now)

    def hand_out(self, actor: Actor) -> Any:
        return self.do(letters.hand_out, actor, self.letter, Reach.BY_HAND, vault=VAULT)

    def decide(self, actor: Actor) -> Any:
        return self.do(claims.decide, actor, self.claim_id, at=self.later, **TAKE_DOWN)


@pytest.fixture
def desk(database: Database, now: datetime) -> Staffed:
    return copy(staged(database, "ties: desk", lambda: Staffed(database, now)))


def test_who_is_tied_with_a_deliverer_decides_no_claim(desk: Staffed) -> None:
    desk.restore_ben()
    desk.hand_out(desk.ben)
    assert slug_of(desk.decide, desk.ada) == TIED
    whole = (claims.decide_complaint, desk.ada, desk.complaint)
    assert slug_of(desk.do, *whole, at=desk.later, **TAKE_DOWN) == TIED
    desk.decide(desk.ann)


def test_who_is_tied_with_a_decider_takes_no_letter_out(desk: Staffed) -> None:
    desk.restore_ben()
    desk.decide(desk.ada)
    assert slug_of(desk.hand_out, desk.ben) == "takes-part"
    desk.hand_out(desk.ann)


def test_who_is_tied_with_who_has_the_link_takes_no_code_out(desk: Staffed) -> None:
    desk.restore_ben()
    desk.staff("dan")
    desk.hand_out(desk.ada)
    code = (letters.hand_out_code_of, desk.ben, desk.letter, Reach.BY_HAND)
    assert slug_of(desk.do, *code, vault=VAULT) == "takes-part"
    desk.do(letters.hand_out_code_of, desk.ann, desk.letter, Reach.BY_HAND, vault=VAULT)


def test_who_is_tied_with_the_filer_takes_no_letter_of_its_case_out(desk: Staffed) -> None:
    desk.reset(desk.acme)
    assert slug_of(desk.hand_out, desk.ada) == "takes-part"


def test_a_tie_with_one_log_in_is_one_with_the_whole_party(desk: Staffed) -> None:
    bond, other = desk.filer("bond"), desk.filer("other")
    with desk.database.transaction() as session:
        party = session.get_one(Filer, desk.acme.id).party_id
        session.get_one(Filer, bond.id).party_id = party
    desk.reset(bond)
    with desk.database.reading() as session:
        tied = grants.ties(session).with_tied([desk.ada.id])
    assert tied == {desk.ada.id, filer_node(bond.id), filer_node(desk.acme.id)}
    assert filer_node(other.id) not in tied
    door = saying("claim"), {"claim_id": desk.claim_id}
    assert slug_of(desk.do, door_bars.require_bars, desk.ada, *door) == TIED
    desk.do(door_bars.require_bars, desk.ann, *door)
    desk.decide(desk.ann)
    appeal = desk.do(appeals.file, desk.cem, desk.claim_id, side=Side.SELLER, grounds="Mine.")
    said = {"decision": "uphold", "code": "nothing-new"}
    assert slug_of(desk.do, appeals.decide, desk.ada, appeal.id, **said) == TIED
