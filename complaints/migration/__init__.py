"""Brings a database to a revision, and says whether this code may serve it.

    migration.require_sound(database)       # before a migration: is it as its revision makes it?
    migration.upgrade(database)
    migration.require_current(database)     # before anything is served

A migration is one transaction, on both databases: stopped at any moment, it leaves the database as
it was.
"""

from complaints.migration.losses import Loss, losses
from complaints.migration.revisions import (
    base_revision,
    before,
    current,
    head_revision,
    knows,
    survived_by,
)
from complaints.migration.rights import Excess, find_excess
from complaints.migration.running import downgrade, upgrade, upgrade_within
from complaints.migration.serving import require_current
from complaints.migration.starting import require_sound, shape_at
