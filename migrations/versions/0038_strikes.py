"""What a person found beside a claim's grade, and why a suspension does not wait for its strikes"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0030"


def upgrade() -> None:
    op.add_column("claim", sa.Column("also_found", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("suspension", sa.Column("gravity", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("suspension") as batch:
        batch.drop_column("gravity")
    with op.batch_alter_table("claim") as batch:
        batch.drop_column("also_found")
