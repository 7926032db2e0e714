"""The sequence by which a brand owner files a complaint: one group of questions a page.

What is typed is kept in a draft. Each page reads and saves its own step, by the verbs and schemas
of the API's drafts; the last one files.
"""

from complaints.web.filing import aiming, asking, ending, evidence, starting
from complaints.web.filing.sequence import pages
