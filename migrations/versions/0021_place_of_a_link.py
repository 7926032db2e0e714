"""The placeholder of a seller's link in a stored letter is the same in every language"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

LETTER = sa.table("letter", sa.column("body", sa.Text()))
BEFORE = "[the link to answer / 答复链接]"
AFTER = "[/reply]"


def upgrade() -> None:
    _replace(BEFORE, AFTER)


def downgrade() -> None:
    _replace(AFTER, BEFORE)


def _replace(old: str, new: str) -> None:
    op.execute(
        LETTER.update()
        .where(LETTER.c.body.contains(old, autoescape=True))
        .values(body=sa.func.replace(LETTER.c.body, old, new))
    )
