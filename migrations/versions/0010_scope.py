"""The scope to administer"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CHECK = "ck_api_key_scope_scope"
BEFORE = "scope IN ('file', 'file_on_behalf', 'decide', 'review', 'read')"
AFTER = "scope IN ('file', 'file_on_behalf', 'decide', 'review', 'read', 'administer')"


def upgrade() -> None:
    _allow(AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM api_key_scope WHERE scope = 'administer'")
    _allow(BEFORE)


def _allow(condition: str) -> None:
    with op.batch_alter_table("api_key_scope") as batch:
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), condition)
