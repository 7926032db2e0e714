"""Events: what a scan weighed by

Each part has its own two functions, back and forth.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0030"


def add_shapes() -> None:
    """The digest of the curves by which a scan weighed evidence. Of earlier scans nobody wrote it
    down: the digest of their policy covers it."""
    op.add_column("scan_run", sa.Column("shapes", sa.String(), nullable=True))


def drop_shapes() -> None:
    op.drop_column("scan_run", "shapes")


def upgrade() -> None:
    add_shapes()


def downgrade() -> None:
    drop_shapes()
