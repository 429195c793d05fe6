"""How fast charts that nobody asked for before are made when the record holds 2,000 elections.

    make bench WHAT=charts
    make bench WHAT=charts ARGS='--elections 55 --rounds 3 /explore/?measure=seats'

The fact base is loaded and its elections are repeated under other ids, with all their contenders, results, turnout
and events. Each page is made anew in this process, by the view, from the address to the last byte, its charts too:
first with nothing worked out for the data version, as its first reader finds it, then as all others do who choose
something new. Servers of its own run in a temporary folder and go with it.
"""

import argparse
import statistics

from benchmarks.answers import asked
from benchmarks.servers import own_servers, record_loaded

AIM = 100  # milliseconds
ADDRESSES = (
    "/explore/",
    "/explore/?country=KZ",
    "/explore/?country=KZ&kind=parliamentary&measure=turnout&basis=all",
    "/explore/?measure=registered",
    "/explore/?measure=turnout&share_of=registered&date__gte=2010",
    "/explore/?measure=share",
    "/explore/?measure=share&contenders=all",
    "/explore/?measure=share&contenders=all&country=KZ&kind=parliamentary",
    "/explore/?measure=share&contenders=all&country=KZ&kind=parliamentary&lineage=yes",
    "/explore/?measure=share&share_of=valid",
    "/explore/?measure=votes&country=UZ",
    "/explore/?measure=seats",
    "/explore/?measure=seats&contenders=all",
    "/explore/?measure=spread",
    "/explore/?measure=winners_margin",
    "/explore/?measure=effective_parties_by_votes",
    "/explore/?measure=disproportionality",
    "/explore/?measure=turnout&level=regions",
    "/explore/?measure=turnout&level=regions&view=map&country=KG",
    "/explore/?measure=share&level=regions&country=KG",
    "/explore/?measure=share&election=kz-2012-mazhilis&election=kz-2016-mazhilis",
    "/explore/?measure=share&election=kz-2012-mazhilis&election=kg-2020-jogorku-kenesh",
    "/explore/?measure=turnout&election=kz-2012-mazhilis&election=kz-2016-mazhilis&basis=all",
    "/explore/?measure=turnout&view=table",
    "/countries/KZ/",
    "/countries/KG/",
    "/areas/KG-GB/",
    "/parties/kz-nur-otan/",
)
TABLES = {  # in the order of their references: the columns that take the ending of the repetition, and the key
    "elections_election": ("id", "round_of_id"),
    "elections_electionsource": ("election_id",),
    "elections_electionevent": ("election_id",),
    "elections_contender": ("id", "election_id"),
    "elections_result": ("contender_id",),
    "elections_turnout": ("election_id",),
}
REPEAT = """
INSERT INTO {table} SELECT (r).* FROM (
    SELECT jsonb_populate_record(t, jsonb_strip_nulls(jsonb_build_object({changed}))) AS r
    FROM {table} t, generate_series(1, %(times)s) n) again
"""
ENDED = "'{column}', t.{column} || '-' || n"
KEYED = "'id', nextval(pg_get_serial_sequence('{table}', 'id'))"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("addresses", nargs="*", default=ADDRESSES, help="without any: explore, two countries …")
    parser.add_argument("--elections", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with own_servers():
        measure(options)


def measure(options):
    record_loaded()
    from django.db import connection

    from config import embedded
    from elections.datasets.kept import KEPT

    repeat(options.elections)
    asked("/explore/")  # what follows from the rows is worked out once a data version
    slow = 0
    print("  first    then   (slowest): processor + database, queries")
    for address in options.addresses:
        asked(address)  # code and templates are read once a process
        KEPT.forget()
        first, *spent = [asked(address, with_pictures=False) for _ in range(options.rounds + 1)]
        median = statistics.median(cost.work for cost in spent)
        slow += median > AIM
        processor, database = (
            statistics.median(getattr(cost, name) for cost in spent) for name in ("processor", "database")
        )
        slowest = max(cost.work for cost in spent)
        queries = f"{spent[0].queries} ({first.queries})"
        print(
            f"{first.work:7.0f} {median:7.0f} {slowest:8.0f}   {processor:5.0f} + {database:4.0f} {queries:>8}  "
            + address,
            flush=True,
        )
    connection.close()
    embedded.release()
    print(f"{slow} of {len(options.addresses)} over {AIM} ms" if slow else f"all within {AIM} ms")


def repeat(elections):
    """Repeat the record's elections until there are so many, rounded up to whole repetitions."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM elections_election")
        times = -(-elections // cursor.fetchone()[0]) - 1
        for table, ended in TABLES.items():
            changed = [ENDED.format(column=column) for column in ended]
            if "id" not in ended:
                changed.append(KEYED.format(table=table))
            cursor.execute(REPEAT.format(table=table, changed=", ".join(changed)), {"times": times})
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT (SELECT count(*) FROM elections_election), (SELECT count(*) FROM elections_result)")
        print("{:,} elections with {:,} results; milliseconds of processor and database:".format(*cursor.fetchone()))


if __name__ == "__main__":
    main()
