"""Links by shared identifiers under the field's word: what was called hands is called identifiers"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

LINK = sa.table("filer_link", sa.column("source", sa.String()))


def upgrade() -> None:
    _rename("hands", "identifiers")


def downgrade() -> None:
    _rename("identifiers", "hands")


def _rename(old: str, new: str) -> None:
    op.execute(LINK.update().where(LINK.c.source == old).values(source=new))
