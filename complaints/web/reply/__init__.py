"""Pages of an accused seller, behind the signed link in its letter: no account, no session.

Who holds the link is the addressee. The token in the path is the secret: no page of it is cached,
indexed, or named to another site.
"""

from complaints.web.reply import appeal, case, counter, demand
from complaints.web.reply.holder import pages

__all__ = ["appeal", "case", "counter", "demand", "pages"]
