"""A ladder that stands in court: warnings as delivered and what they are for, what is imposed for what
came after, three treatments by law, appeals as long as the law gives them, rights with territories

Each part has its own two functions, back and forth. No case becomes harsher by it.
"""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0030"

WHEN = sa.DateTime(timezone=True)
BOYCOTT_GROUNDS = "ground IN ('manifestly_unfounded', 'one_hand', 'forged_paper')"
ANSWER_TIMES = ("told_at", "copy_from", "copied_at", "taken_back_at")
ANSWER_PARTS = ("lacks", "facts")


def add_whole_answers() -> None:
    """When the filer gets a seller's answer with its contact, and what an answer lacks. Those that
    are there were promised that their contact stays with us, and lack nothing."""
    for name in ANSWER_TIMES:
        op.add_column("counter_notice", sa.Column(name, WHEN, nullable=True))
    for name in ANSWER_PARTS:
        column = sa.Column(name, sa.JSON(), server_default="[]", nullable=False)
        op.add_column("counter_notice", column)


def drop_whole_answers() -> None:
    for name in (*ANSWER_PARTS, *ANSWER_TIMES):
        op.drop_column("counter_notice", name)


def add_boycott_grounds() -> None:
    """On what a boycott rests: those that are there, on manifestly unfounded complaints.

    Stated as SQL: a column with its CHECK, without writing the table anew on SQLite.
    """
    op.execute(
        "ALTER TABLE boycott ADD COLUMN ground VARCHAR DEFAULT 'manifestly_unfounded' NOT NULL "
        f"CONSTRAINT ck_boycott_ground CHECK ({BOYCOTT_GROUNDS})"
    )


def drop_boycott_grounds() -> None:
    with op.batch_alter_table("boycott") as batch:
        batch.drop_constraint(op.f("ck_boycott_ground"), type_="check")
        batch.drop_column("ground")


# Where rights hold and listings are delivered, as far as somebody says it; for what is there nobody
# did.
TERRITORIES = (
    ("right", "territories", sa.JSON()),
    ("listing", "delivers_to", sa.JSON()),
    ("claim", "delivers_to", sa.JSON()),
    ("complaint", "outside_ground", sa.String()),
    ("complaint", "outside_words", sa.String()),
)


def add_territories() -> None:
    for table, name, kind in TERRITORIES:
        op.add_column(table, sa.Column(name, kind, nullable=True))


def drop_territories() -> None:
    for table, name, _kind in TERRITORIES:
        op.drop_column(table, name)


URGENCY = sa.table(
    "boycott", sa.column("urgent_reason"), sa.column("urgent_by"), sa.column("urgent_at", WHEN),
    sa.column("urgent_taken"), sa.column("imposed_by"), sa.column("imposed_at", WHEN),
)  # fmt: skip


def add_boycott_evidence() -> None:
    """What a case names: claims, accounts of one hand, a forged document; in which coded reasons;
    and who recorded why it could not wait. So far that was who imposed it."""
    op.create_table(
        "boycott_claim",
        sa.Column("boycott_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("named_for", sa.String(), nullable=False),
        sa.CheckConstraint(
            "named_for IN ('warning', 'imposition')", name=op.f("ck_boycott_claim_named_for")
        ),
        sa.ForeignKeyConstraint(
            ["boycott_id"], ["boycott.id"], name="fk_boycott_claim_boycott_id_boycott"
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_boycott_claim_claim_id_claim"),
        sa.PrimaryKeyConstraint("boycott_id", "claim_id", "named_for", name="pk_boycott_claim"),
    )
    op.create_index("ix_boycott_claim_claim_id", "boycott_claim", ["claim_id"])
    for name in ("accounts", "said"):
        op.add_column("boycott", sa.Column(name, sa.JSON(none_as_null=True), nullable=True))
    for name, other in (("document_id", "document"), ("urgent_by", "person")):
        # Stated as SQL: SQLite takes a column with its reference, but no reference afterwards.
        op.execute(
            f"ALTER TABLE boycott ADD COLUMN {name} INTEGER "
            f"CONSTRAINT fk_boycott_{name}_{other} REFERENCES {other} (id)"
        )
        op.create_index(f"ix_boycott_{name}", "boycott", [name])
    op.add_column("boycott", sa.Column("urgent_at", WHEN, nullable=True))
    op.add_column(
        "boycott",
        sa.Column("urgent_taken", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.execute(
        sa.update(URGENCY)
        .where(URGENCY.c.urgent_reason.is_not(None))
        .values(
            urgent_by=URGENCY.c.imposed_by, urgent_at=URGENCY.c.imposed_at, urgent_taken=sa.true()
        )
    )


def drop_boycott_evidence() -> None:
    op.drop_table("boycott_claim")
    for name in ("document_id", "urgent_by"):
        op.drop_index(f"ix_boycott_{name}", "boycott")
    # Batch: SQLite drops no column that a constraint of its table names.
    with op.batch_alter_table("boycott") as batch:
        for name in ("urgent_taken", "urgent_at", "urgent_by", "document_id", "said", "accounts"):
            batch.drop_column(name)


IN_FORCE = (
    "state NOT IN ('in_force', 'under_appeal') OR (warned_at IS NOT NULL AND starts_at IS NOT NULL"
    " AND ends_at IS NOT NULL AND starts_at < ends_at AND imposed_by IS NOT NULL"
    " AND imposed_by <> proposed_by{})"
)
DELIVERED = (
    " AND delivered_by IS NOT NULL AND (delivered_at IS NOT NULL OR delivered_by = 'unrecorded')"
)
# The policy's numbers as they are built in: how long a mail may take to bounce, and how long a
# filer can answer where its letter was not kept.
BOUNCES_WITHIN = timedelta(days=7)
TO_ANSWER = timedelta(days=14)
BOYCOTT = sa.table(
    "boycott", sa.column("id"), sa.column("state"), sa.column("warned_at", WHEN),
    sa.column("answer_due", WHEN), sa.column("answered_at", WHEN), sa.column("delivered_at", WHEN),
    sa.column("delivered_by"), sa.column("answer_days"), sa.column("imposed_at", WHEN),
)  # fmt: skip
LETTER = sa.table("letter", sa.column("id"), sa.column("boycott_id"), sa.column("kind"))
SENT = sa.table("delivery", sa.column("letter_id"), sa.column("gone_at", WHEN))
LINK = sa.table("secret_link", sa.column("id"), sa.column("letter_id"))
CODE = sa.table("link_code", sa.column("secret_link_id"), sa.column("used_at", WHEN))


SCOPES = (
    "file", "file_on_behalf", "deliver", "speak_for_sellers", "enforce", "decide", "review", "read",
    "judge_appeals", "administer",
)  # fmt: skip


def add_deliveries() -> None:
    """When a warning reached its filer, and what is reported of letters on their way."""
    op.create_table(
        "letter_report",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("account_letter_id", sa.Integer(), nullable=True),
        sa.Column("reach", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("noted_at", WHEN, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(letter_id IS NULL) <> (account_letter_id IS NULL)", name="one_letter"),
        *(
            sa.ForeignKeyConstraint(
                [f"{other}_id"], [f"{other}.id"], name=f"fk_letter_report_{other}_id_{other}"
            )
            for other in ("letter", "account_letter", "person", "partner")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_letter_report"),
    )
    for column in ("letter_id", "account_letter_id", "person_id", "partner_id"):
        op.create_index(f"ix_letter_report_{column}", "letter_report", [column])
    op.create_index("ix_delivery_message_id", "delivery", ["message_id"])
    op.add_column("boycott", sa.Column("delivered_at", WHEN, nullable=True))
    op.add_column("boycott", sa.Column("delivered_by", sa.String(), nullable=True))
    op.add_column("boycott", sa.Column("answer_days", sa.Integer(), nullable=True))
    op.create_index("ix_boycott_delivered_at", "boycott", ["delivered_at"])
    _write_deliveries()
    _require_in_force(DELIVERED)
    _allow_scopes(*SCOPES, "report_bounces")


def _write_deliveries() -> None:
    """Give each warning the delivery that the record shows, the earliest: a code that was entered,
    an answer, a mail that has not bounced for so long that it counts. A warning without any waits,
    and nothing is imposed on it; a boycott in force stays, as one whose delivery is not recorded.
    What came after it was imposed, as a code for the letter of that, shows no warning before."""
    bind = op.get_bind()
    now: Any = bind.scalar(sa.select(sa.func.now(type_=WHEN)))
    opened, mailed = _opened(bind), _mailed(bind)
    for row in bind.execute(sa.select(BOYCOTT).where(BOYCOTT.c.warned_at.is_not(None))).all():
        known = [
            (opened.get(row.id), "opened"), (row.answered_at, "answered"),
            (mailed.get(row.id), "mailed"),
        ]  # fmt: skip
        until = min(now, row.imposed_at or now)
        shown = ((x, y) for x, y in known if x is not None and x <= until)
        at, by = min(shown, default=(None, None))
        if at is None and row.state in ("in_force", "under_appeal"):
            by = "unrecorded"
        bind.execute(
            sa.update(BOYCOTT).where(BOYCOTT.c.id == row.id).values(
                delivered_at=at, delivered_by=by, **_answering(row, at, now)
            )
        )  # fmt: skip


def _opened(bind: sa.Connection) -> dict[int, datetime]:
    entered = (
        sa.select(LETTER.c.boycott_id, sa.func.min(CODE.c.used_at, type_=WHEN))
        .join(LINK, LINK.c.letter_id == LETTER.c.id)
        .join(CODE, CODE.c.secret_link_id == LINK.c.id)
        .where(LETTER.c.boycott_id.is_not(None), CODE.c.used_at.is_not(None))
        .group_by(LETTER.c.boycott_id)
    )
    return dict(bind.execute(entered).tuples().all())


def _mailed(bind: sa.Connection) -> dict[int, datetime]:
    gone = (
        sa.select(LETTER.c.boycott_id, sa.func.min(SENT.c.gone_at, type_=WHEN))
        .join(SENT, SENT.c.letter_id == LETTER.c.id)
        .where(LETTER.c.kind == "boycott_warning", SENT.c.gone_at.is_not(None))
        .group_by(LETTER.c.boycott_id)
    )
    return {each: at + BOUNCES_WITHIN for each, at in bind.execute(gone).tuples()}


def _answering(row: Any, at: datetime | None, now: datetime) -> dict[str, Any]:
    """Return until when the filer can answer, where nothing is imposed yet: as long as its letter
    said, from when it arrived, and no shorter than it said."""
    if row.state not in ("warned", "answered", "unanswered"):
        return {}
    term = row.answer_due - row.warned_at if row.answer_due else TO_ANSWER
    days = {"answer_days": max(term.days, 1)}
    if at is None:
        return {**days, "answer_due": None, "state": "warned"}
    due = max(at + term, row.answer_due or at + term)
    if row.state == "unanswered" and now < due:
        return {**days, "answer_due": due, "state": "warned"}
    return {**days, "answer_due": due}


def drop_deliveries() -> None:
    """A key that said which letters bounced can do that no more. A warning that has not arrived gets a time to answer from now on: what was before let none
    answer without."""
    op.execute("DELETE FROM api_key_scope WHERE scope = 'report_bounces'")
    _allow_scopes(*SCOPES)
    bind = op.get_bind()
    now: Any = bind.scalar(sa.select(sa.func.now(type_=WHEN)))
    waits = (BOYCOTT.c.state == "warned", BOYCOTT.c.answer_due.is_(None))
    bind.execute(sa.update(BOYCOTT).where(*waits).values(answer_due=now + TO_ANSWER))
    _require_in_force("")
    op.drop_index("ix_boycott_delivered_at", "boycott")
    with op.batch_alter_table("boycott") as batch:
        for column in ("answer_days", "delivered_by", "delivered_at"):
            batch.drop_column(column)
    op.drop_index("ix_delivery_message_id", "delivery")
    op.drop_table("letter_report")


def _allow_scopes(*scopes: str) -> None:
    """Keep what a key is good for to these."""
    listed = ", ".join(f"'{scope}'" for scope in scopes)
    with op.batch_alter_table("api_key_scope") as batch:
        batch.drop_constraint(op.f("ck_api_key_scope_scope"), type_="check")
        batch.create_check_constraint(op.f("ck_api_key_scope_scope"), f"scope IN ({listed})")


def _require_in_force(delivered: str) -> None:
    """Keep what is in force to a warning that was delivered, or to one before."""
    with op.batch_alter_table("boycott") as batch:
        batch.drop_constraint(op.f("ck_boycott_in_force"), type_="check")
        batch.create_check_constraint(op.f("ck_boycott_in_force"), IN_FORCE.format(delivered))


def add_looks() -> None:
    """Until when staff put off what a filer reads of its flag."""
    op.add_column("flag", sa.Column("untold_until", WHEN, nullable=True))


def drop_looks() -> None:
    op.drop_column("flag", "untold_until")


REGIMES = ("dmca", "ecl", "dsa", "house")
TREATING = sa.table(
    "boycott", sa.column("id"), sa.column("imposed_at", WHEN), sa.column("stops", sa.JSON),
    sa.column("treatments", sa.JSON(none_as_null=True)),
)  # fmt: skip
TREATED = sa.table(
    "claim", sa.column("id"), sa.column("complaint_id"), sa.column("regime"),
    sa.column("treatment"),
)  # fmt: skip
BOUND = sa.table("complaint", sa.column("id"), sa.column("boycott_id"))


def add_treatments() -> None:
    """How a boycott treats claims by their law, and how each claim is treated.

    A boycott in force keeps what it stops; what it let pass goes to the lane, and no proof is asked.
    The clocks of these are started by `cleanhands migrate` afterwards.
    """
    op.add_column("boycott", sa.Column("treatments", sa.JSON(), nullable=True))
    op.add_column("claim", sa.Column("treatment", sa.String(), nullable=True))
    connection = op.get_bind()
    imposed = sa.select(TREATING.c.id, TREATING.c.stops).where(TREATING.c.imposed_at.is_not(None))
    for boycott_id, stops in connection.execute(imposed).all():
        stopped = REGIMES if stops is None else tuple(stops)
        treatments = {code: "not_processed" if code in stopped else "lane" for code in REGIMES}
        of_it = sa.select(BOUND.c.id).where(BOUND.c.boycott_id == boycott_id)
        is_stopped = sa.func.coalesce(TREATED.c.regime, "house").in_(stopped)
        connection.execute(
            sa.update(TREATING).where(TREATING.c.id == boycott_id).values(treatments=treatments)
        )
        connection.execute(
            sa.update(TREATED)
            .where(TREATED.c.complaint_id.in_(of_it))
            .values(treatment=sa.case((is_stopped, "not_processed"), else_="lane"))
        )
    with op.batch_alter_table("boycott") as batch:
        batch.drop_column("stops")


def drop_treatments() -> None:
    """What no older code knows, more proof and the lane, passes; the lane's clocks are staff's."""
    op.add_column("boycott", sa.Column("stops", sa.JSON(), nullable=True))
    connection = op.get_bind()
    imposed = sa.select(TREATING.c.id, TREATING.c.treatments).where(
        TREATING.c.imposed_at.is_not(None)
    )
    for boycott_id, treatments in connection.execute(imposed).all():
        stops = [code for code in REGIMES if (treatments or {}).get(code) == "not_processed"]
        if len(stops) < len(REGIMES):
            connection.execute(
                sa.update(TREATING).where(TREATING.c.id == boycott_id).values(stops=stops)
            )
    op.execute(
        "UPDATE clock SET state = 'stopped', end_why = 'lane' "
        "WHERE kind = 'lane' AND state IN ('running', 'paused', 'overdue')"
    )
    op.drop_column("claim", "treatment")
    with op.batch_alter_table("boycott") as batch:
        batch.drop_column("treatments")


BOYCOTT_STATES = (
    "proposed", "warned", "answered", "unanswered", "in_force", "heeded", "dropped",
    "under_appeal", "lifted", "expired",
)  # fmt: skip
APPEAL_STATES = ("filed", "upheld", "overturned")


def add_late_appeals() -> None:
    """Appeals that outlive the term: those that ended with it are open again, and are decided."""
    op.add_column("appeal", sa.Column("argued", sa.String(), nullable=True))
    op.add_column("appeal", sa.Column("ground_due", WHEN, nullable=True))
    _set_states("boycott", (*BOYCOTT_STATES, "contested"))
    op.execute(
        "UPDATE boycott SET state = 'contested' WHERE state = 'expired' AND id IN "
        "(SELECT boycott_id FROM appeal WHERE state = 'expired')"
    )
    op.execute("UPDATE appeal SET state = 'filed', decided_at = NULL WHERE state = 'expired'")
    _set_states("appeal", APPEAL_STATES)


def drop_late_appeals() -> None:
    _set_states("appeal", (*APPEAL_STATES, "expired"))
    op.execute(
        "UPDATE appeal SET state = 'expired', "
        "decided_at = (SELECT ended_at FROM boycott WHERE boycott.id = appeal.boycott_id) "
        "WHERE state = 'filed' AND boycott_id IN (SELECT id FROM boycott WHERE state = 'contested')"
    )
    op.execute("UPDATE boycott SET state = 'expired' WHERE state = 'contested'")
    _set_states("boycott", BOYCOTT_STATES)
    with op.batch_alter_table("appeal") as batch:
        batch.drop_column("ground_due")
        batch.drop_column("argued")


def _set_states(table: str, states: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_state"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{table}_state"), f"state IN ({listed})")


def add_equal_arms() -> None:
    """What is said of milder means, and the claims drawn at random beside those that staff chose."""
    op.add_column("boycott", sa.Column("milder", sa.String(), nullable=True))
    op.add_column("boycott", sa.Column("sample", sa.JSON(), nullable=True))


def drop_equal_arms() -> None:
    op.drop_column("boycott", "sample")
    op.drop_column("boycott", "milder")


def upgrade() -> None:
    add_boycott_grounds()
    add_boycott_evidence()
    add_looks()
    add_treatments()
    add_whole_answers()
    add_deliveries()
    add_late_appeals()
    add_equal_arms()
    add_territories()


def downgrade() -> None:
    drop_territories()
    drop_equal_arms()
    drop_late_appeals()
    drop_deliveries()
    drop_whole_answers()
    drop_treatments()
    drop_looks()
    drop_boycott_evidence()
    drop_boycott_grounds()
