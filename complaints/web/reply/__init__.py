"""Pages of an accused seller, behind the link in its letter: no account, no session.

Reading needs the link alone; sending anything a code beside it (`web/secret_links.py`).
"""

from complaints.web.reply import appeal, complaint, completion, counter, demand, proceeding, rejoin
from complaints.web.reply.holder import pages
