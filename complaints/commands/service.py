"""`run` and `worker`: the service itself."""

from __future__ import annotations

import errno
import logging
import sys
from typing import TYPE_CHECKING

import click

from complaints.base import loading, logs, on_disk
from complaints.commands import signals
from complaints.commands.context import pass_starting
from complaints.health import opening
from complaints.settings import config
from complaints.settings.encryption import is_loopback
from complaints.storage.context import Context

if TYPE_CHECKING:
    from flask import Flask

    from complaints.serving.server import Server

log = logging.getLogger(__name__)
# Seconds between two looks whether the worker lives; a signal is heeded at the next.
_LOOKS_EVERY = 0.2


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@signals.leaving_at_once
@pass_starting
def run(context: Context, host: str, port: int) -> None:
    """Serve pages and API; on SQLite, run the worker beside them as a thread.

    Example: cleanhands run --port 8080
    """
    if context.demo and not is_loopback(host):
        raise click.ClickException(
            f"This database is the demo, whose log-ins and letters are open to everybody: it is "
            f"served on this machine alone. Leave out --host {host}, or name another database "
            "with DATABASE_URL."
        )
    logs.install(context.config.log_level, serves=True)
    _say_that_it_runs(context)
    # Imported here, as `migrate` needs neither pages nor detector.
    with loading.for_good():
        from complaints.app import create_app
        from complaints.commands import working
        from complaints.serving import running

        app = create_app(context)
    servers = _listening(app, host, port)
    jobs = working.Working(context) if context.database.is_sqlite else None
    signals.heed(context.stopping, servers[0].pull_trigger)
    shown = f"[{host}]" if ":" in host else host
    _tell(f"Serving at http://{shown}:{port} (stop with Ctrl+C)")
    if jobs:
        jobs.start()
    try:
        running.serve(servers)
        _say_that_it_stops(context)
        requests = running.end_requests(servers)
    finally:
        context.stopping.set()
        if jobs:
            jobs.join(context.stopping.left())
    working.end_work(context, jobs, requests=requests)


def _listening(app: Flask, host: str, port: int) -> list[Server]:
    from complaints.serving import server

    try:
        return server.listen(app, host=host, port=port)
    except ValueError:
        raise click.ClickException(f"{host} is no address of this machine: --host.") from None
    except OSError as error:
        why = f"Port {port} of {host} cannot be had ({error.strerror})"
        if error.errno != errno.EADDRINUSE:
            raise click.ClickException(f"{why}.") from None
        raise click.ClickException(
            f"{why}; choose another: --port {port + 1}, or make run PORT={port + 1}"
        ) from None


@click.command()
@signals.leaving_at_once
@pass_starting
def worker(context: Context) -> None:
    """Do the jobs: the hourly scan, the clocks. On PostgreSQL, run one or several beside the web.

    Example: cleanhands worker
    """
    logs.install(context.config.log_level, serves=True)
    context = opening.serving(context)
    _say_that_it_runs(context)
    with loading.for_good():
        from complaints.commands import working

    jobs = working.Working(context)
    signals.heed(context.stopping, lambda: None)
    jobs.start()
    while jobs.is_alive() and not context.stopping.is_set():
        jobs.join(_LOOKS_EVERY)
    _say_that_it_stops(context)
    working.end_work(context, jobs)


def _say_that_it_stops(context: Context) -> None:
    seconds = context.config.stop_seconds
    _tell(f"Stopping: what is under way has {seconds} s (Ctrl+C again cuts it off at once)")


def _tell(sentence: str) -> None:
    """Say it to who sits at the terminal; else it is a line of the log."""
    if sys.stdout.isatty():
        click.echo(sentence)
    else:
        log.info("%s", sentence)


def _say_that_it_runs(context: Context) -> None:
    """Hold a lock until this process ends: no new key is made beneath a server that lacks it."""
    if context.database.is_sqlite:
        database = config.sqlite_file(context.config.database_url)
        on_disk.try_lock(database, on_disk.SERVED, shared=True)
