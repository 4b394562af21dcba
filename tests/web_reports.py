"""Two small reports and the corpus made of them, for the tests of the pages."""

from pathlib import Path

from mappa.corpus import build
from mappa.paths import configs_dir

NORTHMERE = """Northmere MAPPA Annual Report 2016-17

Introduction

This year the police and the probation service in Northmere worked side by side, and nobody was left to carry a risk alone.

Accommodation

There were not enough beds in approved premises, and men who left prison waited weeks for an address.
The council has since found six flats, and moves now happen in days.

Comments from those who take part

Ann Marsh, Victim Liaison Officer, says:

“The panel’s café meetings gave families a voice. One mother told me the flat was the first thing that let her sleep.”

Tom Reeve, Lay Adviser, says:

“I ask the plain questions, and the Strategic Management Board answers them.”

The law

Panels work under section 325 of the Criminal Justice Act 2003 and may ask for a Sexual Harm Prevention Order.
A clerk typed <script>document.title = "run"</script> and <b>a tag</b> & left them in.

Statistics

MAPPA-eligible offenders on 31 March 2017

\tCategory 1\tCategory 2\tCategory 3\tTotal
Level 1\t100\t50\t-\t150
Level 2\t10\t5\t2\t17
Level 3\t2\t1\t1\t4
Total\t112\t56\t3\t171
"""

SOUTHMERE = """Southmere MAPPA Annual Report 2017-18

Foreword

Housing officers and the police shared what they knew, and the work was better for it.

Accommodation

A lack of move-on accommodation held people back in approved premises.

Partners with a view

Joan Field, Senior Probation Officer, says:

“Housing came to every meeting, which made releases safer.”
"""


def write_reports(folder: Path) -> Path:
    """The two reports as text files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "northmere-2016-17.txt").write_text(NORTHMERE, encoding="utf-8", newline="\n")
    (folder / "southmere-2017-18.txt").write_text(SOUTHMERE, encoding="utf-8", newline="\n")
    return folder


def make_corpus(folder: Path) -> Path:
    """A corpus of the two reports, below `folder`."""
    corpus = folder / "corpus"
    build([write_reports(folder / "reports")], corpus, configs=configs_dir())
    return corpus
