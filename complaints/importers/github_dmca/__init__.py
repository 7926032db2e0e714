"""Reader of the public github/dmca repository: real takedown notices as interchange lines.

Pure reading: it stores nothing, fetches nothing, and never reads the repository's history.
"""

from complaints.importers.github_dmca.checkout import read_checkout
from complaints.importers.github_dmca.reading import Links, Notice, Reading
