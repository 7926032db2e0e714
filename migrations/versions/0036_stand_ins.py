"""Until when a member of staff is away, by whose clocks, and who stands in"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0030"


def upgrade() -> None:
    op.add_column("person", sa.Column("away_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("person", sa.Column("away_zone", sa.String(), nullable=True))
    # Stated as SQL: SQLite takes a column with its reference, but no reference afterwards.
    op.execute(
        "ALTER TABLE person ADD COLUMN stand_in_id INTEGER "
        "CONSTRAINT fk_person_stand_in_id_person REFERENCES person (id)"
    )
    op.create_index("ix_person_stand_in_id", "person", ["stand_in_id"])


def downgrade() -> None:
    op.drop_index("ix_person_stand_in_id", "person")
    with op.batch_alter_table("person") as batch:
        batch.drop_column("stand_in_id")
        batch.drop_column("away_zone")
        batch.drop_column("away_until")
