"""The least that can answer: the API's question as `json_agg`, or as COPY, through a bare WSGI function."""

import psycopg
from psycopg_pool import ConnectionPool

from config.embedded import SOCKETS

ROWS = """
    SELECT r.id, c.election_id AS election, e.country_id AS country, e.date AS election_date,
           de.status AS election_status, c.part, r.contender_id AS contender, c.name AS contender_name,
           c.kind AS contender_kind, c.party_id AS party, r.area_id AS area, a.name AS area_name, r.votes,
           r.share_pct::text, r.share_of, d.computed_share_pct::text, d.computed_share_of, r.seats, r.qualifier,
           r.margin_pct::text, r.basis, r.claimant, r.as_of, d.is_first_for_votes AS preferred,
           s.id AS source_id, s.publisher AS source_publisher, s.title AS source_title, s.url AS source_url,
           s.published AS source_published, r.note, greatest(r.updated_at, d.changed_at) AS updated_at
    FROM elections_derivedresult d
    JOIN elections_result r ON r.id = d.result_id
    JOIN elections_contender c ON c.id = r.contender_id
    JOIN elections_election e ON e.id = c.election_id
    JOIN elections_derivedelection de ON de.election_id = e.id
    JOIN elections_area a ON a.id = r.area_id
    JOIN elections_source s ON s.id = r.source_id
"""
PAGE = (
    f"SELECT json_agg(q)::text FROM ({ROWS} WHERE d.election_id = %s "
    "ORDER BY d.votes DESC NULLS LAST, d.result_id LIMIT 100) q"
)
pool = None


def connections():
    global pool
    if pool is None:  # after the fork
        address = f"host={SOCKETS} user=postgres dbname=saylau"
        pool = ConnectionPool(address, min_size=1, max_size=8, kwargs={"autocommit": True}, open=True)
    return pool


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/copy":
        start_response("200 OK", [("Content-Type", "text/csv")])
        return copied()
    with connections().connection() as connection:
        body = connection.execute(PAGE, [f"kz-{path.rsplit('/', 1)[-1]}-bench"]).fetchone()[0].encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


def copied():
    address = f"host={SOCKETS} user=postgres dbname=saylau"
    with (
        psycopg.connect(address) as connection,
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({ROWS} ORDER BY r.id) TO STDOUT (FORMAT csv, HEADER)") as copy,
    ):
        for piece in copy:
            yield bytes(piece)
