"""A filer's claims by store, so that whom it targets is counted in the order of an index"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_claim_filer", "claim")
    op.create_index("ix_claim_filer", "claim", ["filer_id", "state", "closed_at"])
    op.create_index("ix_claim_filer_store", "claim", ["filer_id", "store_id", "state"])


def downgrade() -> None:
    op.drop_index("ix_claim_filer_store", "claim")
    op.drop_index("ix_claim_filer", "claim")
    op.create_index("ix_claim_filer", "claim", ["filer_id", "state", "closed_at", "store_id"])
