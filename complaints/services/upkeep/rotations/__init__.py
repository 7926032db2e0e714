"""Changes a key of the service: what is under the old one is moved to the new one, in batches.

Each batch is one short transaction, which also keeps how far the change has come: one that was
stopped goes on where it was.
"""

from complaints.services.upkeep.rotations.course import (
    ANEW,
    PAPERS,
    begin_rotation,
    bind,
    finish,
    first_place,
    lose,
    step,
)
from complaints.services.upkeep.rotations.moved import Moved
from complaints.services.upkeep.rotations.values import move_papers
