"""What revision 0024 cut out of letters is put back, and the service's own runs are dated

Each part has its own two functions, back and forth.
"""

import logging
import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0030"
WHEN = sa.DateTime(timezone=True)
AT_ONCE = 1_000

# How the place of a link is marked in a stored letter.
PLACE = "[/link]"
# Revision 0024 took a link for all that stood before it without a space, and Chinese has none there:
# the clause went with it. What was lost is constant by kind. It is put back where the line after
# the place is the one of that kind, as it was worded until then; every later wording has another.
NOT_OURS = (
    "若您与该账户无关，请查看您的账户为何与其合并计算，并提出申诉：",
    re.compile(r"(?<=\n您可以做什么\n)\[/link\](?=\n无需账户；持有此链接者即可代表您答复)"),
)
LOST = {
    "boycott_warning": (
        "之前查看并答复本案：",
        re.compile(r"(?<=\n)(?P<due>请在 [^\n]{8,60} )\[/link\](?=\n无需登录账户；)"),
    ),
    "boycott_imposed": (
        "您可通过以下链接申诉一次：",
        re.compile(r"(?<=\n您可以采取的措施\n)\[/link\](?=\n申诉将由此前未参与本案的第三人裁决)"),
    ),
    "account_joined": (
        "如有错误，请通过此链接提出申诉（仅一次）：",
        re.compile(r"(?<=\n您可以做什么\n)\[/link\](?=\n将由此前未参与的第三人裁决)"),
    ),
    "party_warned": NOT_OURS,
    "party_bound": NOT_OURS,
}
# Each sentence that leads to a link ends like this, on its line or on the one before.
LEADS = re.compile(r"[:：]\s*$")

log = logging.getLogger("complaints.migration")


def upgrade() -> None:
    mend_letters()
    add_runs()


def downgrade() -> None:
    drop_runs()


def mend_letters() -> None:
    """Put the clauses back, in letters that went and in those that wait; nothing is sent. What lost
    words that cannot be told is logged by its number and kind. There is no way back."""
    letter = sa.table("letter", *map(sa.column, ("id", "kind", "body")))
    bind = op.get_bind()
    for row in _with_a_place(bind):
        body = _mended(row.kind, row.body)
        if body != row.body:
            bind.execute(letter.update().where(letter.c.id == row.id).values(body=body))
        if row.is_earlier and not _leads(body):
            log.warning(
                "letter %s (%s): revision 0024 took words before its link, which cannot be told",
                row.id,
                row.kind,
            )


def _with_a_place(bind: sa.Connection) -> Iterator[sa.Row[Any]]:
    """Yield the letters with a place, and whether 0024 went over them: it made `installation`."""
    letter = sa.table("letter", *map(sa.column, ("id", "kind", "body", "created_at")))
    made = sa.table("installation", sa.column("made_at"))
    is_earlier = letter.c.created_at <= sa.select(sa.func.min(made.c.made_at)).scalar_subquery()
    last = 0
    while True:
        page = sa.select(letter.c.id, letter.c.kind, letter.c.body, is_earlier.label("is_earlier"))
        page = page.where(letter.c.body.contains(PLACE), letter.c.id > last)
        rows = list(bind.execute(page.order_by(letter.c.id).limit(AT_ONCE)))
        if not rows:
            return
        yield from rows
        last = rows[-1].id


def _mended(kind: str, body: str) -> str:
    clause, gap = LOST.get(kind, ("", None))
    if gap is None:
        return body
    return gap.sub(lambda at: f"{at.groupdict().get('due', '')}{clause}{PLACE}", body)


def _leads(body: str) -> bool:
    """Say whether a sentence leads to each place."""
    return all(LEADS.search(before) for before in body.split(PLACE)[:-1])


def add_runs() -> None:
    """When the ledger was verified, a backup tried and the doctor asked, and what they said."""
    op.add_column("installation", sa.Column("ledger_verified_at", WHEN, nullable=True))
    op.add_column("installation", sa.Column("ledger_holds", sa.Boolean(), nullable=True))
    op.add_column("installation", sa.Column("restore_tested_at", WHEN, nullable=True))
    op.add_column("installation", sa.Column("doctor_ran_at", WHEN, nullable=True))
    op.add_column("installation", sa.Column("doctor_state", sa.Integer(), nullable=True))


def drop_runs() -> None:
    for column in (
        "ledger_verified_at", "ledger_holds", "restore_tested_at", "doctor_ran_at", "doctor_state",
    ):  # fmt: skip
        op.drop_column("installation", column)
