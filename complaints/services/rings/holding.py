"""Holds a ring for one person at a time, as a case of the queue is held.

A step on any account of a ring is a step on the ring, wherever it is taken: on its page, on the
page of a flag, over the API or by command.
"""

from __future__ import annotations

from complaints.queries import rings
from complaints.services import leases
from complaints.work import UnitOfWork


def renew_ring_lease(work: UnitOfWork, filer_id: int) -> None:
    """Renew the actor's lease on the ring that an account is in; does nothing where there is none.

    Refuses with: held, when a colleague works on that ring.
    """
    ring_id = rings.of_filers(work.session, [filer_id]).get(filer_id)
    if ring_id is not None:
        leases.renew_lease(work, "ring", ring_id)
