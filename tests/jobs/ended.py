"""One row of each table whose rows end, made to order: what the job `prune` is tried on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import (
    Account,
    AccountLetter,
    AccountSession,
    ApiKey,
    Assignment,
    Attempt,
    Claim,
    ClockJump,
    ComplaintImport,
    Document,
    DocumentContent,
    Draft,
    FormKey,
    ImportRow,
    Job,
    Lease,
    Letter,
    LinkCode,
    NoticeRequest,
    OutwardEvent,
    Person,
    PolicyDraft,
    RegisterCode,
    Replay,
    Right,
    ScanRun,
    SecretLink,
    SignUp,
    Threat,
    Upload,
    Webhook,
    WebhookDelivery,
)
from tests.services.cases.market import Market

NUMBERS = count(1)
Make = Callable[["Rows", datetime], Any]


class Rows:
    """Makes rows with the moment from which their time counts."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.market = Market(session, now)
        self.market.staff(f"ann{next(NUMBERS)}")
        self.person = session.scalars(select(Person.id).order_by(Person.id.desc())).first()
        self.filer = self.market.filer(f"acme{next(NUMBERS)}")
        self.complaint = self.market.complaint(self.filer, now)

    def make(self, name: str, at: datetime) -> Any:
        """Add a row of the table and return its key."""
        row = MAKE[name](self, at)
        return self.keep(row)

    def keep(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        columns = type(row).__table__.primary_key
        return tuple(getattr(row, column.name) for column in columns)

    def account(self, at: datetime, **more: Any) -> Account:
        number = next(NUMBERS)
        filer = more.pop("filer_id", None) or self.market.filer(f"new{number}").id
        address = f"new{number}@brand.example"
        return Account(
            email=address, mailbox=address, filer_id=filer, fs_uniquifier=f"u{number}",
            passkey_handle=f"p{number}", created_at=at, **more,
        )  # fmt: skip

    def link(self) -> int:
        letter = Letter(
            kind="received", language="en", filer_id=self.filer.id, subject="s", body="b",
            created_at=self.now,
        )  # fmt: skip
        (letter_id,) = self.keep(letter)
        link = SecretLink(
            token_hash=f"t{next(NUMBERS)}", letter_id=letter_id, reach="mailbox",
            made_at=self.now, ends_at=self.now,
        )  # fmt: skip
        (link_id,) = self.keep(link)
        return int(link_id)

    def claim(self) -> int:
        mine = Claim.complaint_id == self.complaint.id
        return self.session.scalars(select(Claim.id).where(mine)).one()

    def upload(self, at: datetime, **more: Any) -> Upload:
        sha256 = f"{next(NUMBERS):064}"
        (document_id,) = self.keep(Document(sha256=sha256, created_at=at))
        content = DocumentContent(
            document_id=document_id, media_type="application/pdf", size=1, stored_at=at
        )
        self.keep(content)
        owner = {"owner_kind": "partner", "owner_id": 1, **more}
        return Upload(document_id=document_id, uploaded_at=at, **owner)

    def webhook(self) -> int:
        row = Webhook(
            filer_id=self.filer.id, url="https://hooks.example/", types=[], scopes=[],
            secrets=b"", key_id="", position=0, created_at=self.now,
        )  # fmt: skip
        (webhook_id,) = self.keep(row)
        return int(webhook_id)

    def owner(self) -> int:
        (account_id,) = self.keep(self.account(self.now, confirmed_at=self.now))
        return int(account_id)

    def key(self) -> int:
        number = next(NUMBERS)
        row = ApiKey(
            prefix=f"k{number}", secret_hash="h", label="l", filer_id=self.filer.id,
            created_at=self.now,
        )  # fmt: skip
        (key_id,) = self.keep(row)
        return int(key_id)


def _right(rows: Rows) -> int:
    complaint = rows.market.complaint(rows.market.filer(f"r{next(NUMBERS)}"), rows.now)
    return rows.session.get_one(Right, complaint.right_id).id


def _draft(rows: Rows, at: datetime, filer_id: int | None = None) -> Draft:
    return Draft(
        filer_id=filer_id or rows.filer.id, data={}, changed={}, created_at=at, updated_at=at,
        expires_at=at,
    )  # fmt: skip


def scan_run(rows: Rows, at: datetime) -> ScanRun:
    return ScanRun(
        as_of=at, started_at=at, finished_at=at, policy="p", data="d", filers=0, complaints=0,
        claims=0, flagged=0, seconds={},
    )  # fmt: skip


def account_letter(rows: Rows, at: datetime, **to: Any) -> AccountLetter:
    to = to or {"account_id": rows.owner()}
    return AccountLetter(**to, kind="code", language="en", sealed=b"x", key_id="k", created_at=at)


def _import(at: datetime) -> ComplaintImport:
    return ComplaintImport(
        owner_kind="filer", owner_id=1, format="csv", sha256="0" * 64, language="en",
        created_at=at - timedelta(days=1), ended_at=at,
    )  # fmt: skip


MAKE: dict[str, Make] = {
    "attempt": lambda rows, at: Attempt(key=f"a{next(NUMBERS)}", count=1, window_ends_at=at),
    "assignment": lambda rows, at: Assignment(
        subject="complaint",
        subject_id=next(NUMBERS),
        team="Marks",
        given_by=rows.person,
        given_at=at,
    ),
    "import_row": lambda rows, at: ImportRow(
        import_id=rows.keep(_import(at))[0], number=1, key_id="", status=201
    ),
    "complaint_import": lambda rows, at: _import(at),
    "lease": lambda rows, at: Lease(
        subject="flag", subject_id=next(NUMBERS), person_id=rows.person, until=at
    ),
    "replay": lambda rows, at: Replay(
        owner="filer-1", filer="", key=f"k{next(NUMBERS)}", fingerprint="f", created_at=at
    ),
    "form_key": lambda rows, at: FormKey(digest=f"d{next(NUMBERS)}", created_at=at),
    "job": lambda rows, at: Job(kind="backtest", payload={}, run_at=at, done_at=at),
    "draft": _draft,
    "link_code": lambda rows, at: LinkCode(
        secret_link_id=rows.link(), digest="d", made_at=at, ends_at=at
    ),
    "register_code": lambda rows, at: RegisterCode(
        right_id=_right(rows), code_hash="h", sent_at=at, ends_at=at
    ),
    "upload": Rows.upload,
    "account": Rows.account,
    "notice_request": lambda rows, at: NoticeRequest(
        email="n@brand.example",
        mailbox=f"n{next(NUMBERS)}@brand.example",
        network="n",
        language="en",
        turn=1,
        asked_at=at,
    ),
    "sign_up": lambda rows, at: SignUp(email=f"s{next(NUMBERS)}@brand.example", created_at=at),
    "account_session": lambda rows, at: AccountSession(
        account_id=rows.owner(),
        token_hash=f"s{next(NUMBERS)}",
        with_second_factor=False,
        browser="b",
        network="n",
        created_at=at - timedelta(days=1),
        last_seen_at=at,
        ends_at=at,
    ),
    "account_letter": account_letter,
    "scan_run": scan_run,
    "webhook_delivery": lambda rows, at: WebhookDelivery(
        webhook_id=rows.webhook(),
        subject="webhook",
        subject_id=1,
        created_at=at,
        due_at=at,
        done_at=at,
    ),
    "outward_event": lambda rows, at: OutwardEvent(
        # Behind those that the rows themselves told of.
        position=1_000_000 + next(NUMBERS),
        uid=f"e{next(NUMBERS)}",
        at=at,
        type="scan.finished",
        subject="scan",
        subject_id=1,
    ),
    "policy_draft": lambda rows, at: PolicyDraft(
        person_id=rows.person,
        text="",
        first="2026-01",
        last="2026-02",
        state="done",
        made_at=at,
        done_at=at,
    ),
    "threat": lambda rows, at: Threat(
        claim_id=rows.claim(),
        suspicion="x",
        entered_by=rows.person,
        entered_at=at,
        authority="Police",
        told_on=at.date(),
        told_at=at,
        told_by=rows.person,
    ),
    "clock_jump": lambda rows, at: ClockJump(
        holder="h", noticed_at=at, boot="b", moment=1.0, seconds=1.0, settled_at=at
    ),
}
