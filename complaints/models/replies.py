"""What sellers send: counter-notices, and reports that somebody asked for money or a favour.

Each row belongs to an event of the timeline, which names the claims. `reach` is how it
came by others' hands or a link; None where the seller or its partner sent it by a key.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column
from complaints.rules.law.regimes import RegimeCode
from complaints.rules.mailing.inboxes import CameBy
from complaints.rules.sellers.counter_notices import Ground
from complaints.rules.sellers.demands import DemandChannel, Demanded


class CounterNotice(Base):
    """What the seller answered to one or more claims of a complaint.

    The filer reads all but `sealed`, which holds the seller's email address, telephone and postal
    address under the key `sealed_key_id`. `contact` is an address that the seller chose to give to
    the filer; where it is empty, we pass letters on. `party`, `reference` and `dated_on` name the
    paper that the answer rests on. `declarations` are the signed texts, word for word. Older rows
    have no `name`.

    Where 17 U.S.C. 512(g)(2)(B) gives the filer a copy, it reads name, address and telephone from
    `copied_at` on. Whoever signed under other words is told first, at `told_at`, and may take the
    answer back until `copy_from`; it did so at `taken_back_at`.

    `lacks` is what the law asks for and the answer does not have yet; `facts` are the numbers that
    it names and what they are.
    """

    __tablename__ = "counter_notice"

    id: Mapped[int] = identity()
    event_id: Mapped[int] = link("event.id", unique=True, index=False)
    reach: Mapped[str | None] = growing(CameBy)
    ground: Mapped[str] = growing(Ground)
    grounds: Mapped[str]
    statement: Mapped[str]
    party: Mapped[str | None]
    reference: Mapped[str | None]
    dated_on: Mapped[date | None]
    law: Mapped[str | None] = growing(RegimeCode)
    declarations: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    name: Mapped[str | None]
    contact: Mapped[str | None]
    sealed: Mapped[bytes | None]
    sealed_key_id: Mapped[str | None]
    filed_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    copy_from: Mapped[datetime | None]
    copied_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]
    lacks: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    facts: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list, server_default="[]")


class DemandReport(Base):
    """A report that somebody asked the seller for something: what, when, by which channel, in
    which words.

    Never shown to the filer.
    """

    __tablename__ = "demand_report"

    id: Mapped[int] = identity()
    event_id: Mapped[int] = link("event.id", unique=True, index=False)
    reach: Mapped[str | None] = growing(CameBy)
    asked_for: Mapped[str] = growing(Demanded)
    words: Mapped[str | None]
    asked_on: Mapped[date | None]
    channel: Mapped[str | None] = growing(DemandChannel)
    filed_at: Mapped[datetime]
