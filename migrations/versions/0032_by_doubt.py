"""By doubt: with what chance a filer of a month's sample was drawn, and whether for the scan's doubt"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables. As long as it does, it counts who
# was drawn for doubt as drawn at random.
survives = "0030"


def upgrade() -> None:
    """Those that are there were drawn at random: their chance is size over population, and stays
    empty."""
    op.add_column("sample", sa.Column("by_doubt", sa.Integer(), nullable=True))
    op.add_column(
        "sampled_filer",
        sa.Column("by_doubt", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    # Stated as SQL: a column with its CHECK, without writing the table anew on SQLite.
    op.execute(
        "ALTER TABLE sampled_filer ADD COLUMN chance FLOAT "
        "CONSTRAINT ck_sampled_filer_chance CHECK (chance > 0 AND chance <= 1)"
    )


def downgrade() -> None:
    """Who was drawn for the scan's doubt is no part of a random sample: it goes, with its verdict."""
    op.execute("DELETE FROM sampled_filer WHERE by_doubt")
    # Batch: SQLite drops no column that a constraint of its table names.
    with op.batch_alter_table("sampled_filer") as batch:
        batch.drop_constraint(op.f("ck_sampled_filer_chance"), type_="check")
        batch.drop_column("chance")
        batch.drop_column("by_doubt")
    op.drop_column("sample", "by_doubt")
