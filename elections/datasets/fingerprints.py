"""What tells whether anything that is derived for an election could have changed: each version of each row it reads.

Where a row lies and which transaction wrote it tells one version of it from the other.
"""

from django.db import connection

# By election: itself, its later rounds, events, contenders, claims with their sources, and the areas of its country.
FINGERPRINTS = """
    SELECT election_id, md5(string_agg(piece, ' ' ORDER BY piece)) FROM (
        SELECT e.id AS election_id, 'e' || hashtidextended(e.ctid, e.xmin::text::bigint) AS piece
        FROM elections_election e
        UNION ALL
        SELECT l.round_of_id, 'l' || sum(hashtidextended(l.ctid, l.xmin::text::bigint))
        FROM elections_election l WHERE l.round_of_id IS NOT NULL GROUP BY 1
        UNION ALL
        SELECT e.id, 'a' || a.seen
        FROM elections_election e
        JOIN (SELECT country_id, sum(hashtidextended(ctid, xmin::text::bigint)) AS seen
              FROM elections_area GROUP BY 1) a USING (country_id)
        UNION ALL
        SELECT election_id, 'v' || sum(hashtidextended(v.ctid, v.xmin::text::bigint))
        FROM elections_electionevent v GROUP BY 1
        UNION ALL
        SELECT election_id, 'c' || sum(hashtidextended(c.ctid, c.xmin::text::bigint))
        FROM elections_contender c GROUP BY 1
        UNION ALL
        SELECT c.election_id, 'r' || sum(hashtidextended(r.ctid, hashtidextended(s.ctid, r.xmin::text::bigint)))
        FROM elections_result r JOIN elections_contender c ON c.id = r.contender_id
        JOIN elections_source s ON s.id = r.source_id GROUP BY 1
        UNION ALL
        SELECT t.election_id, 't' || sum(hashtidextended(t.ctid, hashtidextended(s.ctid, t.xmin::text::bigint)))
        FROM elections_turnout t JOIN elections_source s ON s.id = t.source_id GROUP BY 1
        UNION ALL
        SELECT t.election_id, 'o' || sum(hashtidextended(o.ctid, hashtidextended(s.ctid, o.xmin::text::bigint)))
        FROM elections_turnoutsource o JOIN elections_turnout t ON t.id = o.turnout_id
        JOIN elections_source s ON s.id = o.source_id GROUP BY 1
    ) pieces GROUP BY election_id
"""


def fingerprints() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(FINGERPRINTS)
        return dict(cursor.fetchall())
