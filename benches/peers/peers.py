"""One peer in one process: loads the facts of a folder, then answers what it is told to, a line of JSON each.

    peers.py duckdb|sqlite|polars|oxigraph FOLDER

A line `Q1 3` asks for three rounds of a question behind one that warms up: CPU milliseconds of this process, all its
threads. `Q1 0` asks how many things it finds and for the sum of their ids, untimed.
"""

import csv
import json
import re
import sqlite3
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
IDS = "https://caveat.example/id/"
PREFIXES = "PREFIX : <https://caveat.example/ns#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
TABLES = {
    "vendors": "id INTEGER PRIMARY KEY, name TEXT, country TEXT",
    "topics": "id INTEGER PRIMARY KEY, parent INT, name TEXT",
    "claims": "id INTEGER PRIMARY KEY, vendor INT, service INT, topic INT, statement TEXT, stance TEXT, status TEXT, asserted TEXT",
    "sources": "id INTEGER PRIMARY KEY, url TEXT, publisher INT, kind TEXT, access TEXT",
    "citations": "id INTEGER PRIMARY KEY, claim INT, source INT, retrieved TEXT",
    "caveats": "id INTEGER PRIMARY KEY, claim INT, kind TEXT, text TEXT",
    "caveat_sources": "caveat INT, source INT",
    "rests": "claim INT, target INT",
}
DUCKDB_INDEXES = ("claims(id)", "citations(claim)", "caveats(claim)", "sources(id)")
SQLITE_INDEXES = (
    "citations(claim, source, retrieved)",
    "citations(source, claim)",
    "caveats(claim, kind)",
    "caveat_sources(source)",
    "rests(claim, target)",
    "rests(target, claim)",
    "claims(vendor, topic, status, stance)",
    "claims(topic)",
    "vendors(country)",
    "caveats(kind, claim)",
    "sources(access)",
)


def queries(name, asked):
    """The queries of a file, with the values that are asked for."""
    values = dict(asked)
    if name.endswith(".rq"):
        for key, sort in (("training", "topic"), ("topic", "topic"), ("hub", "source"), ("local", "source")):
            values[key] = f"<{IDS}{sort}/{values[key]}>"
    found = {}
    for part in (HERE / name).read_text().split("### ")[1:]:
        question, text = part.split("\n", 1)
        text = " ".join(text.split())
        found[question] = re.sub(r"\$(\w+)", lambda it: str(values.get(it[1], it[0])), text)
    return found


class Sql:
    """A database that speaks SQL."""

    def __init__(self, folder, asked):
        self.queries = queries("queries.sql", asked)
        self.load(folder)

    def count(self, question):
        return self.connection.execute(f"SELECT count(*) FROM ({self.queries[question]}) found").fetchone()[0]

    def rows(self, question):
        return self.connection.execute(self.queries[question]).fetchall()

    def about(self, claim):
        return self.connection.execute(self.queries["Q12"].replace("$id", str(claim))).fetchall()


class Duckdb(Sql):
    """A file with the indexes that help; column types as it finds them."""

    def load(self, folder):
        import duckdb

        path = folder / "duckdb"
        path.unlink(missing_ok=True)
        self.connection = duckdb.connect(str(path))
        for table in TABLES:
            self.connection.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{folder}/{table}.csv', header=true)")
        for number, index in enumerate(DUCKDB_INDEXES):
            self.connection.execute(f"CREATE INDEX i{number} ON {index}")
        self.connection.execute("CHECKPOINT")


class Sqlite(Sql):
    """A file with an index for each question that one helps."""

    def load(self, folder):
        path = folder / "sqlite"
        path.unlink(missing_ok=True)
        self.connection = sqlite3.connect(path)
        self.connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-2000000;")
        for table, columns in TABLES.items():
            self.connection.execute(f"CREATE TABLE {table}({columns})")
            with open(folder / f"{table}.csv") as file:
                rows = csv.reader(file)
                places = ", ".join("?" * len(next(rows)))
                self.connection.executemany(f"INSERT INTO {table} VALUES({places})", rows)
        for number, index in enumerate(SQLITE_INDEXES):
            self.connection.execute(f"CREATE INDEX i{number} ON {index}")
        self.connection.execute("ANALYZE")
        self.connection.commit()


class Oxigraph:
    """Oxigraph's store in memory, asked in the form of SPARQL that suits it."""

    def __init__(self, folder, asked):
        import pyoxigraph

        self.queries = queries("queries.rq", asked)
        self.store = pyoxigraph.Store()
        self.store.bulk_load(path=str(folder / "data.nt"), format=pyoxigraph.RdfFormat.N_TRIPLES)

    def count(self, question):
        counted = f"{PREFIXES}SELECT (COUNT(*) AS ?count) {{ {{ {self.queries[question]} }} }}"
        return int(next(iter(self.store.query(counted)))["count"].value)

    def select(self, text):
        return [[cell and cell.value for cell in row] for row in self.store.query(PREFIXES + text)]

    def rows(self, question):
        return self.select(self.queries[question])

    def about(self, claim):
        return self.select(self.queries["Q12"].replace("$id", f"<{IDS}claim/{claim}>"))


def peer(name, folder, asked):
    if name == "polars":
        from polars_questions import Polars

        return Polars(folder, asked)
    return {"duckdb": Duckdb, "sqlite": Sqlite, "oxigraph": Oxigraph}[name](folder, asked)


def number(cell):
    """The id of a thing, also at the end of its name."""
    return cell if isinstance(cell, int) else int(re.search(r"\d+$", cell)[0])


def id_sum(question, rows):
    match question:
        case "Q6":
            return sum(number(row[2]) ** 2 for row in rows)
        case "Q10":
            return sum(number(row[0]) + number(row[1]) for row in rows)
    return sum(number(row[0]) for row in rows)


def answered(it, question, asked, rounds):
    ids = asked["ids"]
    each = len(ids) if question == "Q12" else 1

    def once():
        if question == "Q12":
            return sum(len(it.about(claim)) for claim in ids)
        return it.count(question)

    if not rounds:
        found = {"count": once()}
        return found if question == "Q12" else {**found, "sum": id_sum(question, it.rows(question))}
    times = []
    for _ in range(1 + rounds):
        before = time.process_time()
        once()
        times.append(1000 * (time.process_time() - before) / each)
    return {"times": times[1:]}


def main():
    name, folder = sys.argv[1], Path(sys.argv[2])
    asked = json.loads((folder / "params.json").read_text())
    wall, before = time.monotonic(), time.process_time()
    it = peer(name, folder, asked)
    print(json.dumps({"load_s": time.monotonic() - wall, "load_cpu_s": time.process_time() - before}), flush=True)
    for line in sys.stdin:
        question, rounds = line.split()
        print(json.dumps(answered(it, question, asked, int(rounds))), flush=True)


if __name__ == "__main__":
    main()
