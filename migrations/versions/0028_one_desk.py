"""One desk: listings as they were seen, search, the queue's views and questions, rings, mail as each
person chooses, and a policy that two persons put in force

Each part has its own two functions, back and forth. Nothing that is there changes its meaning.
"""

from collections.abc import Callable

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0027"


def add_listings_seen() -> None:
    """Listings as the filer or the catalogue showed them, and evidence for single claims."""


def drop_listings_seen() -> None: ...


def add_search() -> None:
    """The words by which staff find a case."""


def drop_search() -> None: ...


def add_queue() -> None:
    """Saved views, teams and languages, who is to do a case, questions to a colleague."""


def drop_queue() -> None: ...


def add_rings() -> None:
    """A ring as one case."""


def drop_rings() -> None: ...


def add_mail() -> None:
    """How often each person gets letters by mail, and how a seller without its letter asks."""


def drop_mail() -> None: ...


def add_policies() -> None:
    """Who put a policy's draft forward and who put it in force."""


def drop_policies() -> None: ...


PARTS: tuple[tuple[Callable[[], None], Callable[[], None]], ...] = (
    (add_listings_seen, drop_listings_seen),
    (add_search, drop_search),
    (add_queue, drop_queue),
    (add_rings, drop_rings),
    (add_mail, drop_mail),
    (add_policies, drop_policies),
)


def upgrade() -> None:
    for add, _drop in PARTS:
        add()


def downgrade() -> None:
    for _add, drop in reversed(PARTS):
        drop()
