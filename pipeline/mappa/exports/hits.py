"""What a search found, for programs (JSON) and for spreadsheets (CSV)."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from mappa.search import Found, Hit

COLUMNS = ("reference", "document", "kind", "text", "speaker", "post", "role", "place", "agencies", "groups", "themes", "form", "area",
           "year", "page", "section", "template", "start", "end", "highlights")  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes a cell that begins so for a formula


def as_json(query: str, found: Found) -> str:
    """The passages found and the facets' counts; every offset is one in the document's text, but those of a snippet."""
    whole = {
        "query": query,
        "total": found.total,
        "facets": {facet: dict(counts) for facet, counts in found.facets.items()},
        "hits": list(map(_plain, found.hits)),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def as_csv(hits: Iterable[Hit]) -> str:
    """A row a passage, lines ended as RFC 4180 has them; no cell can become a formula where it is opened."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    for hit in hits:
        row = _plain(hit) | {
            "themes": "; ".join(f"{theme} ({polarity})" for theme, polarity in hit.passage.themes),
            "highlights": "; ".join(f"{start}-{end}" for start, end in hit.highlights),
            "agencies": "; ".join(hit.passage.agencies),
            "groups": "; ".join(hit.passage.groups),
            "section": hit.passage.section_type,
        }
        writer.writerow([_harmless(row[name]) for name in COLUMNS])
    return target.getvalue()


def _plain(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    names = [name for name in passage.__struct_fields__ if name not in ("pieces", "themes")]
    return {
        "reference": passage.reference,
        **{name: getattr(passage, name) for name in names},
        "themes": [{"theme": theme, "polarity": polarity} for theme, polarity in passage.themes],
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "pieces": [{"start": piece.start, "end": piece.end} for piece in passage.pieces],
        "highlights": [{"start": start, "end": end} for start, end in hit.highlights],
        "snippet": {"text": hit.snippet.text, "highlights": [{"start": start, "end": end} for start, end in hit.snippet.highlights]},
        "score": round(hit.score, 4),
    }


def _harmless(cell: Any) -> Any:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA) else cell
    return cell
