"""Marks and histories for a store that `population` filled: what acting on it would have left."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

EVENTS = 10
"""Entries of a history."""

_MARK = (
    "INSERT INTO mark (complaint_id, circle_id, sequence, measure, key, value, day, office_id,"
    " head_office_id, division_id, region_id, holder_circle_id, category, channel, confined)"
    " SELECT id, registered_circle_id, {sequence}, '{measure}', {key}, {value}, {day},"
    " office_id, head_office_id, division_id, region_id, circle_id, category, channel, confined"
    " FROM complaint WHERE {where}"
)

_SQLITE = {
    "registered": "date(registered_at, '+330 minutes')",
    "closed": "date(closed_at, '+330 minutes')",
    "days": "CAST(julianday(date(closed_at, '+330 minutes'))"
    " - julianday(date(registered_at, '+330 minutes')) AS INTEGER)",
}
_POSTGRESQL = {
    "registered": "(registered_at AT TIME ZONE 'Asia/Kolkata')::date",
    "closed": "(closed_at AT TIME ZONE 'Asia/Kolkata')::date",
    "days": "(closed_at AT TIME ZONE 'Asia/Kolkata')::date"
    " - (registered_at AT TIME ZONE 'Asia/Kolkata')::date",
}


def mark_all(connection: Connection) -> None:
    """Leave the marks of every complaint; what is drawn by lot is drawn by its key."""
    for statement in _statements(connection.dialect.name == "sqlite"):
        connection.execute(text(statement))


def _statements(is_sqlite: bool) -> Iterator[str]:
    told = _SQLITE if is_sqlite else _POSTGRESQL

    def at_first(measure: str, key: str, sequence: int, where: str) -> str:
        return _MARK.format(
            sequence=sequence,
            measure=measure,
            key=key,
            value=0,
            day=told["registered"],
            where=where,
        )

    def at_last(measure: str, key: str, sequence: int, where: str, value: str = "0") -> str:
        return _MARK.format(
            sequence=sequence,
            measure=measure,
            key=key,
            value=value,
            day=told["closed"],
            where=f"closed_at IS NOT NULL AND {where}",
        )

    yield at_first("received", "grievance", 1, "1 = 1")
    yield at_first("repeated", "'article'", 2, "id % 33 = 0")
    yield at_first("sent_on", "CAST(office_id AS VARCHAR(40))", 3, "id % 3 = 0")
    yield at_first("sent_here", "CAST(office_id AS VARCHAR(40))", 4, "id % 3 = 0")
    yield at_first(
        "escalated", "CASE WHEN id % 2 = 0 THEN '1.late' ELSE '1.rejected' END", 5, "id % 5 = 0"
    )
    yield at_last("rejected", "''", 6, "id % 20 = 0")
    yield at_last("rated", "CAST(1 + id % 5 AS VARCHAR(40))", 7, "id % 3 = 1")
    yield at_last("closed", _CLOSING, 9, "1 = 1", told["days"])


_CLOSING = (
    "CASE WHEN id % 4 = 0 THEN 'auto_closed.silence.' WHEN id % 50 = 1 THEN 'directed.order.'"
    " ELSE 'confirmed.code.' END || CASE WHEN id % 5 = 0 THEN 'late' ELSE 'in_time' END"
)


def lengthen(connection: Connection) -> None:
    """Give every complaint the entries between its first and its last, which reports never read."""
    numbers = " UNION ALL ".join(f"SELECT {n} AS n" for n in range(1, EVENTS))
    connection.execute(
        text(
            "INSERT INTO event (id, complaint_id, circle_id, sequence, at, action, actor_id,"
            " actor_role, from_state, to_state, escalation_level, office_id, data, previous_hash,"
            " hash) SELECT c.id + n, c.id, c.registered_circle_id, 100 + n, c.registered_at,"
            " CASE n WHEN 1 THEN 'transfer' WHEN 2 THEN 'seek_confirmation' WHEN 3 THEN 'reject'"
            " ELSE 'remark' END, c.registered_by, 'operator', 'pending', 'pending', 0, c.office_id,"
            f" '{{}}', 'x', 'x' FROM complaint c CROSS JOIN ({numbers}) k"
        )
    )
