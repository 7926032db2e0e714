"""For a WSGI server other than ours, as `gunicorn --threads 8 wsgi:app`.

docs/operations.md says what must then stand in front.
"""

from complaints.app import create_app
from complaints.base import logs

logs.install("INFO", serves=True)
app = create_app()
logs.install(app.extensions["cleanhands"].config.log_level, serves=True)
