"""The law of each claim: regimes, clocks, suits, decisions that are pending, statements of reasons, and
from when to when a listing was down

The regimes and clocks of what is there already follow after the tables (`cleanhands migrate`): they
take the rules of the day, which no migration holds. Deadlines that columns of `claim` held become
rows of `clock`: one that is over does nothing by itself.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0027"

WHEN = sa.DateTime(timezone=True)
# Nobody holds down what is gone.
GONE = sa.text(
    "UPDATE claim SET listing_down = :up WHERE state = 'moot' AND listing_down"
).bindparams(sa.bindparam("up", False, sa.Boolean()))
# From when to when a claim held its listing down, by what was decided.
DOWN = """
WITH mark AS (
    SELECT event_claim.claim_id, event.at, event.id,
           CASE WHEN event.kind = 'takedown' THEN 1 ELSE 0 END AS down
    FROM event JOIN event_claim ON event_claim.event_id = event.id
    WHERE event_claim.applied
      AND event.kind IN ('takedown', 'rejection', 'reinstatement', 'withdrawal', 'listing_gone')
), turn AS (
    SELECT claim_id, at, id, down,
           LAG(down, 1, 0) OVER (PARTITION BY claim_id ORDER BY at, id) AS was
    FROM mark
), edge AS (
    SELECT claim_id, at, down,
           LEAD(at) OVER (PARTITION BY claim_id ORDER BY at, id) AS up_at
    FROM turn WHERE down <> was
)
INSERT INTO downtime (listing_id, claim_id, since, until)
SELECT claim.listing_id, claim.id, edge.at, edge.up_at
FROM edge JOIN claim ON claim.id = edge.claim_id
WHERE edge.down = 1 AND (edge.up_at IS NOT NULL OR claim.listing_down)
"""
# Of a claim whose takedown is in no event, from when it was closed or filed.
STILL_DOWN = """
INSERT INTO downtime (listing_id, claim_id, since, until)
SELECT claim.listing_id, claim.id, COALESCE(claim.closed_at, complaint.filed_at), NULL
FROM claim JOIN complaint ON complaint.id = claim.complaint_id
WHERE claim.listing_down AND NOT EXISTS (
    SELECT 1 FROM downtime WHERE downtime.claim_id = claim.id AND downtime.until IS NULL
)
"""

_CLOCK = """
INSERT INTO clock (kind, regime, basis, claim_id, waits, step, calendar, number, unit, starts_at,
                   ends_at, certain, state, ended_at, version, papers_days)
"""
_DECIDED = "('takedown', 'counter_notice')"
# By when staff decide. One that is over stays what the queue shows as late.
STAFFS = f"""{_CLOCK}
SELECT CASE claim.state WHEN 'received' THEN 'decide' ELSE 'weigh' END, 'house', 'our rules',
       claim.id, 'staff', NULL, COALESCE(claim.calendar, ''),
       CASE claim.state WHEN 'received' THEN 7 ELSE 14 END, 'days',
       COALESCE((SELECT MAX(event.at) FROM event JOIN event_claim ON event_claim.event_id = event.id
                 WHERE event_claim.claim_id = claim.id AND event.kind IN {_DECIDED}),
                complaint.filed_at),
       claim.decide_by, TRUE, CASE WHEN claim.decide_by <= :now THEN 'ended' ELSE 'running' END,
       CASE WHEN claim.decide_by <= :now THEN claim.decide_by END, 1, 0
FROM claim JOIN complaint ON complaint.id = claim.complaint_id
WHERE claim.decide_by IS NOT NULL AND claim.state IN ('received', 'countered')
"""  # noqa: S608
# What staff asked the filer for. Over, it would close the claim: staff look first.
FILERS = f"""{_CLOCK}
SELECT 'complete', 'house', 'our rules', claim.id, 'filer', 'lapse', '', 14, 'days',
       COALESCE((SELECT MAX(ledger.at) FROM ledger WHERE ledger.subject = 'claim'
                 AND ledger.subject_id = claim.id AND ledger.verb = 'ask'), complaint.filed_at),
       claim.answer_due, TRUE,
       CASE WHEN claim.answer_due <= :now THEN 'overdue' ELSE 'running' END, NULL, 1, 0
FROM claim JOIN complaint ON complaint.id = claim.complaint_id
WHERE claim.answer_due IS NOT NULL AND claim.state = 'incomplete'
"""  # noqa: S608
# By when a seller was asked to answer: before a decision, else after a takedown.
SELLERS = f"""{_CLOCK}
SELECT CASE WHEN claim.state IN ('received', 'incomplete') THEN 'hear' ELSE 'answer' END, 'house',
       'our rules', claim.id, 'seller', NULL, '', 14, 'days',
       COALESCE((SELECT MAX(event.at) FROM event JOIN event_claim ON event_claim.event_id = event.id
                 WHERE event_claim.claim_id = claim.id AND event.kind = 'takedown'),
                complaint.filed_at),
       claim.reply_due, TRUE,
       CASE WHEN claim.state NOT IN ('received', 'incomplete', 'removed') THEN 'stopped'
            WHEN claim.reply_due <= :now THEN 'ended' ELSE 'running' END,
       CASE WHEN claim.state NOT IN ('received', 'incomplete', 'removed')
                 OR claim.reply_due <= :now THEN claim.reply_due END, 1, 0
FROM claim JOIN complaint ON complaint.id = claim.complaint_id
WHERE claim.reply_due IS NOT NULL
"""  # noqa: S608
BACK = """
UPDATE claim SET
    answer_due = (SELECT MAX(ends_at) FROM clock WHERE clock.claim_id = claim.id
                  AND kind = 'complete' AND clock.state IN ('running', 'paused', 'overdue')),
    reply_due = (SELECT MAX(ends_at) FROM clock WHERE clock.claim_id = claim.id
                 AND kind IN ('hear', 'answer'))
WHERE id IN (SELECT claim_id FROM clock WHERE kind IN ('complete', 'hear', 'answer'))
"""


def upgrade() -> None:
    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("is_down", sa.Boolean(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("recorded_at", WHEN, nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint("(partner_id IS NULL) <> (person_id IS NULL)", name="one_source"),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name="fk_confirmation_listing_id_listing"
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name="fk_confirmation_partner_id_partner"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_confirmation_person_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_confirmation"),
    )
    op.create_index("ix_confirmation_listing", "confirmation", ["listing_id", "at", "id"])
    op.create_index("ix_confirmation_partner_id", "confirmation", ["partner_id"])
    op.create_index("ix_confirmation_person_id", "confirmation", ["person_id"])
    op.create_table(
        "pending_decision",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("made_at", WHEN, nullable=False),
        sa.Column("takes_effect_at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_pending_decision_complaint_id_complaint"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_pending_decision_person_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pending_decision"),
    )
    op.create_index("ix_pending_decision_complaint_id", "pending_decision", ["complaint_id"])
    op.create_index("ix_pending_decision_person_id", "pending_decision", ["person_id"])
    op.create_index("ix_pending_decision_takes_effect_at", "pending_decision", ["takes_effect_at"])
    op.create_table(
        "proceeding",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("forum", sa.String(), nullable=False),
        sa.Column("restrains", sa.Boolean(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("begun_on", sa.Date(), nullable=True),
        sa.Column("notified_at", WHEN, nullable=False),
        sa.Column("notified_by", sa.Integer(), nullable=True),
        sa.Column("reach", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("paper_seen_at", WHEN, nullable=True),
        sa.Column("paper_seen_by", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_at", WHEN, nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("done", sa.String(), nullable=True),
        sa.Column("done_at", WHEN, nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "result IS NULL OR result IN ('won', 'lost', 'settled', 'withdrawn')",
            name="result",
        ),
        sa.CheckConstraint("side IN ('filer', 'seller')", name="side"),
        sa.CheckConstraint("(result IS NULL) = (ended_at IS NULL)", name="ended"),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_proceeding_complaint_id_complaint"
        ),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name="fk_proceeding_done_by_person"),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name="fk_proceeding_ended_by_person"),
        sa.ForeignKeyConstraint(
            ["notified_by"], ["person.id"], name="fk_proceeding_notified_by_person"
        ),
        sa.ForeignKeyConstraint(
            ["paper_seen_by"], ["person.id"], name="fk_proceeding_paper_seen_by_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_proceeding"),
    )
    op.create_index("ix_proceeding_complaint_id", "proceeding", ["complaint_id"])
    op.create_index("ix_proceeding_done_by", "proceeding", ["done_by"])
    op.create_index("ix_proceeding_ended_by", "proceeding", ["ended_by"])
    op.create_index("ix_proceeding_notified_by", "proceeding", ["notified_by"])
    op.create_index("ix_proceeding_paper_seen_by", "proceeding", ["paper_seen_by"])
    op.create_table(
        "downtime",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("since", WHEN, nullable=False),
        sa.Column("until", WHEN, nullable=True),
        sa.CheckConstraint("until IS NULL OR until >= since", name="until"),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_downtime_claim_id_claim"),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name="fk_downtime_listing_id_listing"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_downtime"),
    )
    op.create_index("ix_downtime_claim_id", "downtime", ["claim_id"])
    op.create_index("ix_downtime_listing", "downtime", ["listing_id", "since"])
    op.create_index(
        "uq_downtime_open",
        "downtime",
        ["claim_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "pending_claim",
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("pending_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_pending_claim_claim_id_claim"),
        sa.ForeignKeyConstraint(
            ["pending_id"],
            ["pending_decision.id"],
            name="fk_pending_claim_pending_id_pending_decision",
        ),
        sa.PrimaryKeyConstraint("claim_id", name="pk_pending_claim"),
    )
    op.create_index("ix_pending_claim_pending_id", "pending_claim", ["pending_id"])
    op.create_table(
        "proceeding_claim",
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name="fk_proceeding_claim_claim_id_claim"
        ),
        sa.ForeignKeyConstraint(
            ["proceeding_id"],
            ["proceeding.id"],
            name="fk_proceeding_claim_proceeding_id_proceeding",
        ),
        sa.PrimaryKeyConstraint("proceeding_id", "claim_id", name="pk_proceeding_claim"),
    )
    op.create_index("ix_proceeding_claim_claim_id", "proceeding_claim", ["claim_id"])
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("regime", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("appeal_id", sa.Integer(), nullable=True),
        sa.Column("waits", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("starts_at", WHEN, nullable=False),
        sa.Column("ends_at", WHEN, nullable=False),
        sa.Column("latest", WHEN, nullable=True),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.Column("remind_at", WHEN, nullable=True),
        sa.Column("reminded_at", WHEN, nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("paused_at", WHEN, nullable=True),
        sa.Column("paused_by", sa.Integer(), nullable=True),
        sa.Column("paused_why", sa.String(), nullable=True),
        sa.Column("resumes_at", WHEN, nullable=True),
        sa.Column("papers_days", sa.Integer(), nullable=False),
        sa.Column("ended_at", WHEN, nullable=True),
        sa.Column("end_why", sa.String(), nullable=True),
        sa.Column("policy_number", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'paused' OR paused_why <> ''", name="paused_why"),
        sa.CheckConstraint(
            "state IN ('running', 'paused', 'ended', 'stopped', 'overdue')", name="state"
        ),
        sa.CheckConstraint("unit IN ('days', 'working_days', 'months')", name="unit"),
        sa.CheckConstraint("(claim_id IS NULL) <> (appeal_id IS NULL)", name="one_subject"),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeal.id"], name="fk_clock_appeal_id_appeal"),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_clock_claim_id_claim"),
        sa.ForeignKeyConstraint(["paused_by"], ["person.id"], name="fk_clock_paused_by_person"),
        sa.ForeignKeyConstraint(
            ["policy_number"], ["policy.number"], name="fk_clock_policy_number_policy"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_clock"),
    )
    op.create_index("ix_clock_appeal_id", "clock", ["appeal_id"])
    op.create_index("ix_clock_claim_id", "clock", ["claim_id"])
    op.create_index(
        "ix_clock_ends",
        "clock",
        ["ends_at", "id"],
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_index(
        "ix_clock_remind",
        "clock",
        ["remind_at", "id"],
        sqlite_where=sa.text("state = 'running' AND remind_at IS NOT NULL"),
        postgresql_where=sa.text("state = 'running' AND remind_at IS NOT NULL"),
    )
    op.create_index(
        "ix_clock_special",
        "clock",
        ["state", "id"],
        sqlite_where=sa.text("NOT certain OR state IN ('paused', 'overdue')"),
        postgresql_where=sa.text("NOT certain OR state IN ('paused', 'overdue')"),
    )
    op.create_index("ix_clock_paused_by", "clock", ["paused_by"])
    op.create_index(
        "ix_clock_resumes",
        "clock",
        ["resumes_at"],
        sqlite_where=sa.text("state = 'paused'"),
        postgresql_where=sa.text("state = 'paused'"),
    )
    op.create_index(
        "ix_clock_policy_number",
        "clock",
        ["policy_number"],
        sqlite_where=sa.text("policy_number IS NOT NULL"),
        postgresql_where=sa.text("policy_number IS NOT NULL"),
    )
    op.create_index(
        "uq_clock_running",
        "clock",
        ["claim_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state IN ('running', 'paused')"),
        postgresql_where=sa.text("state IN ('running', 'paused')"),
    )
    op.create_table(
        "statement_of_reasons",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("restriction", sa.String(), nullable=False),
        sa.Column("territory", sa.JSON(), nullable=False),
        sa.Column("starts_at", WHEN, nullable=False),
        sa.Column("ends_at", WHEN, nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("notifier_named", sa.Boolean(), nullable=False),
        sa.Column("automated_detection", sa.Boolean(), nullable=False),
        sa.Column("automated_decision", sa.Boolean(), nullable=False),
        sa.Column("regime", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("redress", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("made_at", WHEN, nullable=False),
        sa.Column("policy_number", sa.Integer(), nullable=True),
        sa.CheckConstraint("side IN ('filer', 'seller')", name="side"),
        sa.CheckConstraint("length(sha256) = 64", name="sha256"),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name="fk_statement_of_reasons_complaint_id_complaint",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_statement_of_reasons_event_id_event"
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name="fk_statement_of_reasons_letter_id_letter"
        ),
        sa.ForeignKeyConstraint(
            ["policy_number"],
            ["policy.number"],
            name="fk_statement_of_reasons_policy_number_policy",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_statement_of_reasons"),
    )
    op.create_index(
        "ix_statement_of_reasons_complaint_id", "statement_of_reasons", ["complaint_id"]
    )
    op.create_index("ix_statement_of_reasons_event_id", "statement_of_reasons", ["event_id"])
    op.create_index("ix_statement_of_reasons_letter_id", "statement_of_reasons", ["letter_id"])
    op.create_index(
        "ix_statement_of_reasons_policy_number",
        "statement_of_reasons",
        ["policy_number"],
        sqlite_where=sa.text("policy_number IS NOT NULL"),
        postgresql_where=sa.text("policy_number IS NOT NULL"),
    )
    op.create_table(
        "statement_claim",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name="fk_statement_claim_claim_id_claim"
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statement_of_reasons.id"],
            name="fk_statement_claim_statement_id_statement_of_reasons",
        ),
        sa.PrimaryKeyConstraint("statement_id", "claim_id", name="pk_statement_claim"),
    )
    op.create_index("ix_statement_claim_claim_id", "statement_claim", ["claim_id"])
    op.add_column("boycott", sa.Column("stops", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("claim", sa.Column("regime", sa.String(), nullable=True))
    op.add_column("claim", sa.Column("adding", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("claim", sa.Column("calendar", sa.String(), nullable=True))
    op.add_column("event", sa.Column("note_to", sa.String(), nullable=True))
    op.add_column("event", sa.Column("code", sa.String(), nullable=True))
    op.add_column("marketplace", sa.Column("country", sa.String(), nullable=True))
    op.add_column("store", sa.Column("country", sa.String(), nullable=True))
    op.execute(GONE)
    op.execute(DOWN)
    op.execute(STILL_DOWN)
    now = sa.bindparam("now", datetime.now(UTC).replace(tzinfo=None), type_=sa.DateTime())
    if op.get_bind().dialect.name == "postgresql":
        now = sa.bindparam("now", datetime.now(UTC), type_=WHEN)
    for statement in (STAFFS, FILERS, SELLERS):
        op.execute(sa.text(statement).bindparams(now))
    op.drop_column("claim", "answer_due")
    op.drop_column("claim", "reply_due")


def downgrade() -> None:
    op.add_column("claim", sa.Column("answer_due", WHEN, nullable=True))
    op.add_column("claim", sa.Column("reply_due", WHEN, nullable=True))
    op.execute(BACK)
    op.drop_column("store", "country")
    op.drop_column("marketplace", "country")
    op.drop_column("event", "code")
    op.drop_column("event", "note_to")
    op.drop_column("claim", "calendar")
    op.drop_column("claim", "adding")
    op.drop_column("claim", "regime")
    op.drop_column("boycott", "stops")
    op.drop_table("statement_claim")
    op.drop_table("statement_of_reasons")
    op.drop_table("clock")
    op.drop_table("proceeding_claim")
    op.drop_table("pending_claim")
    op.drop_table("downtime")
    op.drop_table("proceeding")
    op.drop_table("pending_decision")
    op.drop_table("confirmation")
