"""Pages of an accused seller, behind the signed link in its letter: no account, no session.

Whoever holds the link counts as the addressee. The token in the path is the secret: no page behind
it is cached, indexed, or named to another site.
"""

from complaints.web.reply import appeal, complaint, counter, demand
from complaints.web.reply.holder import pages

__all__ = ["appeal", "complaint", "counter", "demand", "pages"]
