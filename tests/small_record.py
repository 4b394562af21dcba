"""A stand-in for the reading and the rules: a record made of a few words, so that corpus and commands are tested alone."""

import os
import time
from datetime import date
from hashlib import sha256
from pathlib import Path

from mappa import __version__
from mappa.corrections import Correction
from mappa.errors import SourceError
from mappa.ids import mark_ids
from mappa.records import FORMAT, PROGRAM, Annotation, Metadata, Paragraph, Period, Producer, Record, Source
from mappa.rules import digest


def annotate(name: str, data: bytes, configs: Path, correction: Correction | None) -> Record:
    """The first word of `data` is the id; FAIL, BOOM, DIE and SLOW say how its reading goes; each "police" is an annotation."""
    if log := os.environ.get("SMALL_RECORD_LOG"):
        with Path(log).open("a", encoding="utf-8") as file:
            file.write(f"{name}\n")
    text = data.decode()
    if "DIE" in text:
        os._exit(9)
    if "FAIL" in text:
        raise SourceError(f"{name}: holds no words; save it anew")
    if "BOOM" in text:
        raise ValueError("two\nlines")
    if "SLOW" in text:
        time.sleep(0.3)
    return record(text, name=name, configs=configs, id=(correction and correction.id) or text.split()[0])


def record(text: str, *, name: str = "a.txt", configs: Path | None = None, id: str = "northmere-2001-02") -> Record:
    """A valid record of one paragraph, `text`."""
    words = [at for at in range(len(text)) if text.startswith("police", at)]
    ids = mark_ids(text, [("agency", at, at + 6) for at in words])
    attributes = {"group": "responsible-authority", "name": "Police", "place": None}
    return Record(
        format=FORMAT,
        id=id,
        metadata=Metadata("Northmere", Period(date(2001, 4, 1), date(2002, 3, 31)), None, "en"),
        source=Source(name, "text/plain", sha256(text.encode()).hexdigest(), len(text.encode()), None),
        producer=Producer(PROGRAM, __version__, digest(configs) if configs else "0" * 64),
        text=text,
        pages=[],
        paragraphs=[Paragraph(0, len(text), "paragraph", False)],
        sections=[],
        annotations=[
            Annotation(mark, "agency", "police", at, at + 6, "police", None, None, "agencies/police/name", attributes)
            for mark, at in zip(ids, words, strict=True)
        ],
        testimonials=[],
        case_studies=[],
        statistics=[],
        warnings=[],
    )
