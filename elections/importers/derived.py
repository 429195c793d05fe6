"""Rows that follow from other rows of a load: named places, events behind a status, the headline counts."""

from elections.models import COMPILED, Basis

# Which tables get rows that are made from another table's files.
FROM = {"elections": ("election_events", "turnout")}


def add_places(cursor, tables) -> list[str]:
    """Stage an area for each free name that none has yet; return their names, for people to see.

    A free name is any place without a code: what the tables call `abroad` or `Zhanaozen`. The area bears the
    name as its first row writes it; other spellings that give the same id are the same place.
    """
    written = " UNION ALL ".join(
        f"SELECT area_id, area, _batch, _line FROM {table.stage} WHERE area_id LIKE '__-x-%' AND area <> area_id"
        for table in tables
        if "area" in table.staged
    )
    cursor.execute(
        f"""
        INSERT INTO stage_areas (_batch, _line, id, country_id, parent_id, kind, name, names, sort_key, search_key)
        SELECT DISTINCT ON (area_id) _batch, _line, area_id, left(area_id, 2), left(area_id, 2),
               CASE WHEN area_id ~ '-abroad(-|$)' THEN 'abroad' ELSE 'place' END,
               area, '{{}}', replace(substr(area_id, 6), '-', ' '), replace(substr(area_id, 6), '-', ' ')
        FROM ({written}) written
        WHERE NOT EXISTS (SELECT 1 FROM all_areas a WHERE a.id = written.area_id)
        ORDER BY area_id, _batch, _line
        RETURNING id
        """
    )
    made = [row[0] for row in cursor.fetchall()]
    cursor.execute("ANALYZE stage_areas")
    return made


def add_events(cursor) -> None:
    """Stage one event of unknown day for each status that no event accounts for, with the election's sources.

    The status of an election follows from its events; a file that only has the word still loads.
    """
    cursor.execute(
        """
        INSERT INTO stage_election_events (_batch, _line, election_id, event, area_id, _source_ids)
        SELECT s._batch, s._line, s.id, s.status, s.country_id, s._source_ids
        FROM stage_elections s
        WHERE s.status <> 'held'
          AND NOT EXISTS (
              SELECT 1 FROM stage_election_events e
              WHERE e.election_id = s.id AND e.event IN ('annulled', 'partly_annulled', 'cancelled'))
          AND NOT EXISTS (
              SELECT 1 FROM elections_electionevent e LEFT JOIN elections_importbatch b ON b.id = e.batch_id
              WHERE e.election_id = s.id AND e.event IN ('annulled', 'partly_annulled', 'cancelled')
                AND b."table" IS DISTINCT FROM 'elections')
        """
    )


def add_headline_counts(cursor) -> None:
    """Stage the headline counts of the elections as one claim each, compiled from the sources listed.

    The first source is its source, the rest are its other sources. The file does not say whether the figures are
    preliminary: their basis is that of the closing figures that print most of them; where both or none do, they
    are preliminary only when the results of the sources listed are nothing else.
    """
    cursor.execute(
        """
        WITH closing AS (
            SELECT election_id, basis, registered, "cast", turnout_pct FROM stage_turnout
            WHERE area_id = upper(left(election_id, 2)) AND as_of_time = 'close' AND basis = ANY (%(official)s)
            UNION ALL
            SELECT election_id, basis, registered, "cast", turnout_pct FROM elections_turnout
            WHERE area_id = upper(left(election_id, 2)) AND as_of_time = 'close' AND basis = ANY (%(official)s)
              AND claimant <> %(compiled)s
        ), printed AS (
            SELECT s.id,
                   max(same) FILTER (WHERE basis = %(final)s) AS final,
                   max(same) FILTER (WHERE basis = %(preliminary)s) AS preliminary
            FROM stage_elections s JOIN closing c ON c.election_id = s.id CROSS JOIN LATERAL (
                SELECT coalesce((s.registered = c.registered)::int, 0) + coalesce((s.ballots_cast = c."cast")::int, 0)
                       + coalesce((s.turnout_pct = c.turnout_pct)::int, 0) AS same) counted
            GROUP BY s.id
        ), claimed AS (
            SELECT election_id, source_id, basis FROM stage_results
            UNION
            SELECT c.election_id, r.source_id, r.basis
            FROM elections_result r JOIN elections_contender c ON c.id = r.contender_id
            WHERE c.election_id IN (SELECT id FROM stage_elections)
        )
        INSERT INTO stage_turnout (_batch, _line, election_id, area_id, as_of_time, registered, issued, "cast",
                                   valid, invalid, turnout_pct, basis, claimant, source_id, _also_source_ids)
        SELECT s._batch, s._line, s.id, s.country_id, 'close', s.registered, s.ballots_issued, s.ballots_cast,
               s.valid, s.invalid, s.turnout_pct,
               CASE WHEN coalesce(p.final, 0) > coalesce(p.preliminary, 0) THEN %(final)s
                    WHEN coalesce(p.preliminary, 0) > coalesce(p.final, 0) THEN %(preliminary)s
                    WHEN (SELECT every(c.basis = %(preliminary)s) FROM claimed c
                          WHERE c.election_id = s.id AND c.source_id = ANY (s._source_ids)) THEN %(preliminary)s
                    ELSE %(final)s END,
               %(compiled)s, s._source_ids[1], s._source_ids[2:]
        FROM stage_elections s LEFT JOIN printed p ON p.id = s.id
        WHERE num_nonnulls(s.registered, s.ballots_issued, s.ballots_cast, s.valid, s.invalid, s.turnout_pct) > 0
        """,
        {
            "compiled": COMPILED,
            "final": Basis.OFFICIAL_FINAL.value,
            "preliminary": Basis.OFFICIAL_PRELIMINARY.value,
            "official": [Basis.OFFICIAL_FINAL.value, Basis.OFFICIAL_PRELIMINARY.value],
        },
    )
