"""Links by shared identifiers under the field's word: what was called hands is called identifiers"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

CHECK = "ck_filer_link_source"
LINK = sa.table("filer_link", sa.column("source", sa.String()))


def upgrade() -> None:
    _rename("hands", "identifiers")


def downgrade() -> None:
    _rename("identifiers", "hands")


def _rename(old: str, new: str) -> None:
    with op.batch_alter_table("filer_link") as batch:
        batch.drop_constraint(op.f(CHECK), type_="check")
    op.execute(LINK.update().where(LINK.c.source == old).values(source=new))
    with op.batch_alter_table("filer_link") as batch:
        batch.create_check_constraint(op.f(CHECK), f"source IN ('{new}', 'lockstep', 'campaign')")
