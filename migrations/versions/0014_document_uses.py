"""Documents with a filer's completion and with its answer to a counter-notice"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

CHECK = "ck_claim_document_use"
BEFORE = "use IN ('counter_notice', 'demand_report', 'appeal')"
AFTER = "use IN ('counter_notice', 'demand_report', 'appeal', 'completion', 'reply')"


def upgrade() -> None:
    _allow(AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM claim_document WHERE use IN ('completion', 'reply')")
    _allow(BEFORE)


def _allow(condition: str) -> None:
    with op.batch_alter_table("claim_document") as batch:
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), condition)
