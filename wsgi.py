"""For a WSGI server other than ours, as `gunicorn --threads 8 wsgi:app`.

docs/operations.md says what must then stand in front.
"""

from complaints.app import create_app

app = create_app()
