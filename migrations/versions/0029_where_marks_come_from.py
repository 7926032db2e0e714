"""Where a mark comes from: how we know each identity attribute, and since when

What is there is known as one of which nothing is said: a device, a payment account and a network are
seen, all else is typed. Which mailboxes were confirmed, `cleanhands migrate` finds afterwards, with
the keys.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables: what it writes is typed.
survives = "0027"

TABLE = "filer_identity"
ORIGINS = "origin IN ('typed', 'seen', 'register', 'confirmed')"
UNSAID = """
UPDATE filer_identity SET known_since = first_seen,
    origin = CASE WHEN kind IN ('device', 'payment', 'ip', 'ip_net') THEN 'seen' ELSE 'typed' END
"""


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("origin", sa.String(), server_default="typed", nullable=False))
        batch.add_column(
            sa.Column(
                "known_since",
                sa.DateTime(timezone=True),
                server_default=sa.func.now(),
                nullable=False,
            )
        )
        batch.create_check_constraint(op.f("ck_filer_identity_origin"), ORIGINS)
    op.execute(UNSAID)


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(op.f("ck_filer_identity_origin"), type_="check")
        batch.drop_column("known_since")
        batch.drop_column("origin")
