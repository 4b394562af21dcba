"""Search in made-up testimonials: rows indexed a second, size over text, and how long questions take, beside SQLite FTS5 on the same rows.

    python benchmarks/search.py [ROWS] [QUESTIONS]

ROWS is 100,000 unless said otherwise; 1,000,000 takes some minutes. QUESTIONS of each kind (60) are asked of both in turn, each answered
whole: the total, the first twenty with their words highlighted, and the counts of all facets, each under the choices but its own. For
tantivy that is `IndexedCorpus.find`; for SQLite a table of the rows matched, from which all is counted. Both are asked for the same words
(families and spellings written out), and totals and counts must agree. The sentences are those of the sample reports of the half `tune`,
words swapped and some made up.
"""

import random
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, islice
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from legislation import reports
from tantivy import Index

from mappa.paths import shipped_configs
from mappa.search import Found, IndexedCorpus, Passage, Question
from mappa.search.index import HEAP, SCHEMA, add
from mappa.search.matching import AllOf, AnyOf, Condition, Leaf, NotSo, Run, condition
from mappa.search.packing import Packing, packing_for
from mappa.search.passages import Piece
from mappa.search.query import parse
from mappa.search.variants import Variants, load_variants
from mappa.search.words import words

LENGTH = 343  # characters of a testimonial
BATCH = 10_000
SHOWN = 20
COLUMNS = ("kind", "role", "area", "year", "form", "section_type", "document", "page", "start")
TURNS = 3  # each question is asked so often, and its best time counts: other work runs beside
Answer = tuple[int, dict[str, int], dict[str, int]]
FACETS = ("kind", "role", "agency", "area", "year", "form", "section")


def passages(rows: int, dice: random.Random) -> Iterator[Passage]:
    """Testimonials of made-up sentences: one word in ten is another of the reports', one in twenty-five a made-up one (Zipf)."""
    sentences = [words(line) for text in reports() for line in text.replace("\n", ". ").split(". ") if 4 < len(line.split()) < 40]
    known = [word for sentence in sentences for word in sentence]
    made_up = ["".join(dice.choices("abdegiklmnoprstuvw", k=dice.randint(4, 10))) for _ in range(25_000)]
    weights = list(accumulate(1 / rank for rank in range(1, len(made_up) + 1)))
    areas = [f"Area {number}" for number in range(42)]
    themes = [f"theme-{number}" for number in range(26)]
    for number in range(rows):
        parts, length = [], 0
        while length < LENGTH - 60:
            sentence = [dice.choice(known) if dice.random() < 0.1 else word for word in dice.choice(sentences)]
            sentence = [dice.choices(made_up, cum_weights=weights)[0] if dice.random() < 0.04 else word for word in sentence]
            parts.append(" ".join(sentence).capitalize() + ".")
            length += len(parts[-1]) + 1
        coded = dice.sample(themes, dice.randint(0, 4))
        yield Passage(
            document=f"area-{number // 12}", kind=dice.choice(("testimonials", "testimonials", "narrative")), id=f"{number:016x}",
            pieces=[Piece(dice.randint(0, 40_000), " ".join(parts))], page=dice.randint(1, 30), area=dice.choice(areas),
            year=dice.randint(2001, 2023), section=f"s{dice.randint(1, 30)}", section_type=f"section-{dice.randint(1, 30)}", heading=None,
            role=f"role-{int(dice.expovariate(0.1))}", post=None, speaker=None, place=None, form=dice.choice(("lead-in", "signature")),
            agencies=[f"agency-{int(dice.expovariate(0.15))}"], groups=[f"group-{dice.randint(1, 5)}"],
            themes=[(theme, dice.choice(("strength", "challenge", "neutral"))) for theme in coded], template=False,
        )  # fmt: skip


class InSqlite:
    """The same rows in SQLite: a full-text table over a table of columns, and one of themes."""

    def __init__(self, path: Path):
        self.path = path
        self.db = sqlite3.connect(path)
        self.db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;"
            "CREATE TABLE rows(id INTEGER PRIMARY KEY, text TEXT, kind TEXT, role TEXT, area TEXT, year INTEGER, form TEXT,"
            " section TEXT, document TEXT, page INTEGER, start INTEGER, agency TEXT);"
            "CREATE TABLE themes(row INTEGER, theme TEXT, polarity TEXT);"
            "CREATE VIRTUAL TABLE found USING fts5(text, content='rows', content_rowid='id', tokenize='unicode61 remove_diacritics 2');"
        )
        self.rows = 0

    def add(self, batch: Sequence[Passage]) -> None:
        first = self.rows + 1
        self.rows += len(batch)
        columns = [(first + at, one.text, *(getattr(one, name) for name in COLUMNS), one.agencies[0]) for at, one in enumerate(batch)]
        self.db.executemany(f"INSERT INTO rows VALUES ({','.join('?' * 12)})", columns)
        self.db.executemany("INSERT INTO found(rowid, text) VALUES (?, ?)", [row[:2] for row in columns])
        self.db.executemany(
            "INSERT INTO themes VALUES (?, ?, ?)", [(first + at, *pair) for at, one in enumerate(batch) for pair in one.themes]
        )

    def commit(self) -> None:
        self.db.executescript("INSERT INTO found(found) VALUES ('optimize'); CREATE INDEX of_row ON themes(row, theme, polarity);")
        self.db.execute("CREATE INDEX of_columns ON rows(id, kind, role, agency, area, year, form, section)")
        self.db.commit()

    def find(self, match: str, question: Question) -> Answer:
        """Answer `question`, asked as `match`: the total, and the counts of roles and of years, each under the choices but its own."""
        run = self.db.execute
        role, years = "1", "1"
        if question.chosen:
            role, years = f"role = '{question.chosen['role'][0]}'", f"year BETWEEN {question.first_year} AND {question.last_year}"
        run("DROP TABLE IF EXISTS temp.hit")
        run(
            f"CREATE TEMP TABLE hit AS SELECT id, {','.join(FACETS)} FROM (SELECT rowid AS id FROM found WHERE found MATCH ?) "
            f"JOIN rows USING (id) WHERE {role} OR {years}",
            [match],
        )
        (total,) = run(f"SELECT count(*) FROM hit WHERE {role} AND {years}").fetchone()
        under = {facet: f"{role} AND {years}" for facet in FACETS} | {"role": years, "year": role}
        counts = {facet: dict(run(f"SELECT {facet}, count(*) FROM hit WHERE {under[facet]} GROUP BY 1").fetchall()) for facet in FACETS}
        for facet in ("theme", "polarity"):
            run(f"SELECT {facet}, count(DISTINCT id) FROM hit JOIN themes ON row = id WHERE {role} AND {years} GROUP BY 1").fetchall()
        # + lets the words drive, which is quicker than the rows
        only = f" AND +rowid IN (SELECT id FROM hit WHERE {role} AND {years})" if question.chosen else ""
        best = f"SELECT rowid, snippet(found, 0, '[', ']', '...', 40) FROM found WHERE found MATCH ?{only} ORDER BY rank LIMIT {SHOWN}"
        for row, _ in run(best, [match]).fetchall():
            run("SELECT document, page, start, text FROM rows WHERE id = ?", [row]).fetchone()
        return int(total), counts["role"], {str(year): hits for year, hits in counts["year"].items()}


def match_of(what: Condition) -> str:
    """The condition in the language of FTS5."""
    match what:
        case Leaf(runs):
            return "(" + " OR ".join(_run_of(run) for run in runs) + ")"
        case AnyOf(parts):
            return "(" + " OR ".join(map(match_of, parts)) + ")"
        case AllOf(parts):
            wanted = " AND ".join(match_of(part) for part in parts if not isinstance(part, NotSo))
            return "(" + wanted + "".join(f" NOT {match_of(part.part)}" for part in parts if isinstance(part, NotSo)) + ")"
    raise ValueError(what)


def _run_of(run: Run) -> str:
    ways = [[*(f'"{word}"' for word in sorted(slot.words)), *(f'"{prefix}" *' for prefix in slot.prefixes)] for slot in run]
    if len(ways) == 1:
        return "(" + " OR ".join(ways[0]) + ")"
    phrases = [()]
    for way in ways:
        phrases = [(*phrase, word) for phrase in phrases for word in way]
    return "(" + " OR ".join(" + ".join(phrase) for phrase in phrases) + ")"


def questions(counts: Counter[str], pairs: Sequence[str], number: int, dice: random.Random) -> dict[str, list[Question]]:
    """So many questions of each kind."""
    ranked = [word for word, _ in counts.most_common() if len(word) > 3]
    common, rare = ranked[:150], ranked[len(ranked) // 2 : len(ranked) // 2 + 3_000]
    pick = dice.choice

    def asked(query: Callable[[], str], **more: object) -> list[Question]:
        return [Question(query(), limit=SHOWN, **more) for _ in range(number)]  # type: ignore[arg-type]

    return {
        "rare word": asked(lambda: pick(rare)),
        "common word": asked(lambda: pick(common)),
        "phrase": asked(lambda: f'"{pick(pairs)}"'),
        "prefix": asked(lambda: pick(common)[:4] + "*"),
        "boolean": asked(lambda: f"({pick(common)} OR {pick(common)}) NOT {pick(common)}"),
        "word, role, years": asked(lambda: pick(common), chosen={"role": ["role-1"]}, first_year=2010, last_year=2016),
    }


def answer(found: Found) -> Answer:
    """What SQLite's answer is compared with."""
    return found.total, dict(found.facets["role"]), dict(found.facets["year"])


def milliseconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


def main(rows: int = 100_000, number: int = 60) -> None:
    dice = random.Random(11)
    table = load_variants(shipped_configs())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "tantivy").mkdir()
        index, sqlite = Index(SCHEMA, str(folder / "tantivy")), InSqlite(folder / "rows.db")
        writer = index.writer(HEAP, 1)
        text, spent, counts, pairs, packing = 0, Counter[str](), Counter[str](), [], None
        made = passages(rows, dice)
        while batch := list(islice(made, BATCH)):
            text += sum(len(one.text.encode()) for one in batch)
            packing = packing or packing_for(batch)
            spent["tantivy"] += milliseconds(lambda batch=batch, packing=packing: add(writer, batch, packing))
            spent["sqlite"] += milliseconds(lambda batch=batch: sqlite.add(batch))
            for one in batch[::50]:
                found = words(one.text)
                counts.update(found)
                pairs += [" ".join(found[at : at + 2]) for at in (3, 17)]
        spent["tantivy"] += milliseconds(lambda: (writer.commit(), writer.wait_merging_threads(), index.reload()))
        spent["sqlite"] += milliseconds(sqlite.commit)
        sizes = {
            "tantivy": sum(path.stat().st_size for path in (folder / "tantivy").iterdir()),
            "sqlite": sqlite.path.stat().st_size,
        }
        print(f"{rows:,} rows, {text / 1e6:.0f} MB of text")
        for engine, size in sizes.items():
            print(f"{engine:<8} {rows / spent[engine] * 1000:8,.0f} rows/s   {size / text:.2f} x the text")
        asked = questions(counts, pairs, number, dice)
        compare(IndexedCorpus(index, packing or Packing(b""), table), sqlite, table, asked)
        sqlite.db.close()


def compare(tantivy: IndexedCorpus, sqlite: InSqlite, table: Variants, asked: dict[str, list[Question]]) -> None:
    """Ask both in turn, and print p50 and p99 of each kind, milliseconds, and how the p99 compare."""
    print(f"{'':<20}{'tantivy p50':>12}{'p99':>8}{'FTS5 p50':>12}{'p99':>8}{'p99 ratio':>11}{'hits':>10}")
    for kind, some in asked.items():
        times: dict[str, list[float]] = {"tantivy": [], "sqlite": []}
        totals = []
        for question in some:
            node = parse(question.query)
            assert node
            match = match_of(condition(node, table))
            ours, theirs = answer(tantivy.find(question)), sqlite.find(match, question)
            if ours != theirs:
                sys.exit(f"{question}: tantivy finds {ours}, SQLite {theirs} ({match})")
            totals.append(ours[0])
            turns = [
                (milliseconds(lambda: tantivy.find(question)), milliseconds(lambda: sqlite.find(match, question)))  # noqa: B023
                for _ in range(TURNS)
            ]
            for engine, spent in zip(times, zip(*turns, strict=True), strict=True):
                times[engine].append(min(spent))
        best, other = ((median(each), quantiles(each, n=100, method="inclusive")[98]) for each in times.values())
        figures = f"{best[0]:>12.1f}{best[1]:>8.1f}{other[0]:>12.1f}{other[1]:>8.1f}{other[1] / best[1]:>10.1f}x"
        print(f"{kind:<20}{figures}{int(median(totals)):>10,}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
