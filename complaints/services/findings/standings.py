"""Stores filers' standings and the dashboard's figures in place of the scan before's. Ground."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from psycopg import sql
from pyarrow import csv
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from abuse.explain.standing import Standings
from complaints.models import Figure, PeerRate, Standing


def replace(session: Session, standings: Standings, *, run_id: int) -> None:
    """Replace all filers' figures and their peers' rates, set-wise."""
    session.execute(delete(Standing))
    session.execute(delete(PeerRate))
    _put(session, standings.rows.rename_columns(_column_names(standings.rows)))
    peers = [
        {
            "scan_run_id": run_id,
            "measure": peer.measure,
            "right_kind": peer.right_kind,
            "basis": peer.basis,
            "rate": peer.rate,
            "rho": peer.rho,
            "filers": peer.filers,
            "points": peer.points,
        }
        for peer in standings.peers
    ]
    if peers:
        session.execute(insert(PeerRate), peers)


def replace_figures(
    session: Session, figures: Mapping[str, list[list[object]]], *, run_id: int
) -> None:
    """Replace the figures of the dashboard."""
    session.execute(delete(Figure))
    rows = [{"name": name, "scan_run_id": run_id, "rows": row} for name, row in figures.items()]
    session.execute(insert(Figure), rows)


def _column_names(rows: pa.Table) -> list[str]:
    return ["filer_id" if name == "filer" else name for name in rows.column_names]


def _put(session: Session, rows: pa.Table) -> None:
    """Insert tens of thousands of rows: by COPY, or by one prepared statement on SQLite."""
    if not rows.num_rows:
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        names = sql.SQL(", ").join(map(sql.Identifier, rows.column_names))
        command = sql.SQL("COPY standing ({}) FROM STDIN (FORMAT csv)").format(names)
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(command) as copy:
            copy.write(_as_csv(rows))
        return
    one = insert(Standing).values(dict.fromkeys(rows.column_names)).compile(connection)
    values = list(zip(*(rows[name].to_pylist() for name in one.positiontup or ()), strict=True))
    connection.exec_driver_sql(str(one), values)


def _as_csv(rows: pa.Table) -> bytes:
    """Return rows as COPY reads them: without names."""
    text = io.BytesIO()
    csv.write_csv(rows, text, csv.WriteOptions(include_header=False))
    return text.getvalue()
