"""Kinds that grow lose their CHECK: a new one needs no migration (docs/adr/0018-enumerations.md)"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# By table: the column, and the condition that its CHECK was.
DROPPED = {
    "account": {"language": "language IS NULL OR language IN ('en', 'zh')"},
    "account_letter": {"language": "language IN ('en', 'zh')"},
    "alarm": {"kind": "kind IN ('right', 'name')"},
    "claim_document": {
        "use": "use IN ('counter_notice', 'demand_report', 'appeal', 'completion', 'reply')"
    },
    "complaint_declaration": {"language": "language IN ('en', 'zh')"},
    "complaint_document": {
        "kind": "kind IN ('registration', 'authorization', 'identity', 'evidence')"
    },
    "counter_notice": {
        "ground": "ground IN ('licence', 'genuine', 'own_right', 'not_the_goods', "
        "'right_invalid', 'earlier', 'permitted_use', 'listing_mistaken', 'other')",
        "law": "law IS NULL OR law IN ('dmca', 'ecl')",
    },
    "demand_report": {
        "asked_for": "asked_for IN ('money', 'licence_fee', 'price', 'stop_selling', "
        "'buy_from_us', 'other')",
        "channel": "channel IS NULL OR channel IN ('email', 'phone', 'chat', 'marketplace', "
        "'letter', 'in_person', 'other')",
    },
    "filer_identity": {
        "kind": "kind IN ('email', 'phone', 'address', 'ip', 'ip_net', 'device', 'payment', "
        "'website')"
    },
    "filer_link": {"source": "source IN ('hands', 'lockstep', 'campaign')"},
    "intake_check": {"kind": "kind IN ('authority', 'burst')"},
    "letter": {"language": "language IN ('en', 'zh')"},
    "right_document": {"kind": "kind IN ('registration', 'authorization', 'identity', 'evidence')"},
}


def upgrade() -> None:
    for table, checks in DROPPED.items():
        with op.batch_alter_table(table) as batch:
            for column in checks:
                batch.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")


def downgrade() -> None:
    """Put the CHECKs back. Rows with a kind that came later would break them: they stop it."""
    for table, checks in DROPPED.items():
        with op.batch_alter_table(table) as batch:
            for column, condition in checks.items():
                batch.create_check_constraint(op.f(f"ck_{table}_{column}"), sa.text(condition))
