"""Time of reading PDF reports against pdfminer on the same files in one run: python benchmarks/read_pdf.py FILE.pdf...

The floor is pdfminer's interpreter with a device that does nothing. Ratios hold from machine to machine, seconds do not; the gate is 0.45.
Exit code 1 where the reader is above the gate.
"""

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median
from time import process_time

from pdfminer.high_level import extract_text
from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from mappa.readers import pdf

GATE = 0.45
ROUNDS = 5


def floor(path: Path, data: bytes) -> None:
    """Interpret every page and look at nothing."""
    resources = PDFResourceManager()
    interpreter = PDFPageInterpreter(resources, PDFDevice(resources))
    for page in PDFPage.get_pages(BytesIO(data)):
        interpreter.process_page(page)


TASKS: dict[str, Callable[[Path, bytes], object]] = {
    "floor": floor,
    "read": pdf.read,
    "extract_text": lambda path, data: extract_text(BytesIO(data)),
}


def seconds(path: Path, data: bytes) -> dict[str, float]:
    """CPU seconds of each task, the median of ROUNDS taken in turn."""
    times: dict[str, list[float]] = {name: [] for name in TASKS}
    for _ in range(ROUNDS):
        for name, task in TASKS.items():
            start = process_time()
            task(path, data)
            times[name].append(process_time() - start)
    return {name: median(taken) for name, taken in times.items()}


def main(paths: list[Path]) -> int:
    totals = dict.fromkeys(TASKS, 0.0)
    print(f"{'file':44} {'floor s':>8} {'read':>6} {'extract_text':>13}")
    for path in paths:
        taken = seconds(path, path.read_bytes())
        totals = {name: totals[name] + taken[name] for name in TASKS}
        print(row(path.name, taken))
    print(row("all", totals))
    return int(totals["read"] > GATE * totals["floor"])


def row(name: str, taken: dict[str, float]) -> str:
    """One line of the table: seconds of the floor, the other tasks as multiples of it."""
    return f"{name:44} {taken['floor']:8.3f} {taken['read'] / taken['floor']:6.2f} {taken['extract_text'] / taken['floor']:13.2f}"


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python benchmarks/read_pdf.py FILE.pdf...")
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
