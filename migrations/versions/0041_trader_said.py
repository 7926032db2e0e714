"""What filers say of the traders that stores show"""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside this column.
survives = "0030"


def upgrade() -> None:
    op.execute("ALTER TABLE claim ADD COLUMN trader_said VARCHAR")


def downgrade() -> None:
    op.execute("ALTER TABLE claim DROP COLUMN trader_said")
