"""For a WSGI server: `waitress-serve wsgi:app` or `gunicorn wsgi:app`."""

from complaints.app import create_app

app = create_app()
