"""The unit of work: a report's path in, its document's bytes out, whichever process or machine does it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mappa.corrections import Correction
from mappa.errors import MappaError, RuleError
from mappa.inputs import Input, plain
from mappa.pool import cores, run
from mappa.records import Record, encode

FEW = 2  # so many reports are done sooner in this process than in new ones

Annotate = Callable[[str, bytes, Path, Correction | None], Record]


@dataclass(frozen=True, slots=True)
class Job:
    """One report to build, with everything that its document depends on."""

    input: Input
    configs: Path
    annotate: Annotate


@dataclass(frozen=True, slots=True)
class Outcome:
    """The document of a job as bytes, or the line that says why there is none; `fatal` where no report can succeed."""

    data: bytes | None = None
    error: str = ""
    fatal: bool = False


def annotate_report(name: str, data: bytes, configs: Path, correction: Correction | None) -> Record:
    """The record of one report; spaCy and the readers are imported only where one is read."""
    from mappa.report import annotate

    return annotate(name, data, configs, correction)


def build_one(path: Path, *, configs: Path, correction: Correction | None = None, annotate: Annotate = annotate_report) -> bytes:
    """The document of the report at `path` as bytes.

    Raises SourceError where the report cannot be read, RuleError where the rules cannot be used.
    """
    return encode(annotate(plain(path.name), path.read_bytes(), configs, correction))


def outcomes(jobs: Sequence[Job]) -> Iterator[tuple[Input, Outcome]]:
    """What became of each job, as it is done; in this process where they are few, else on all cores."""
    if len(jobs) <= FEW:
        yield from ((job.input, outcome(job)) for job in jobs)
        return
    for job, result in run(outcome, jobs, workers=cores()):
        died = f"{job.input.name}: the process reading it died, twice (memory, or a fault in a library); save it anew or leave it out"
        yield job.input, result or Outcome(error=died)


def outcome(job: Job) -> Outcome:
    """What becomes of `job`: whatever goes wrong is one line, because a bad report must not stop the others."""
    name = job.input.name
    try:
        return Outcome(build_one(job.input.path, configs=job.configs, correction=job.input.correction, annotate=job.annotate))
    except RuleError as error:
        return Outcome(error=str(error), fatal=True)
    except MappaError as error:
        return Outcome(error=one_line(error))
    except OSError as error:
        return Outcome(error=f"{name}: cannot be read ({error.strerror or one_line(error)}); check that it is there and may be opened")
    except Exception as error:
        return Outcome(error=f"{name}: {type(error).__name__}: {one_line(error)}; a fault of mappa's: please report it, with the file")


def one_line(error: Exception) -> str:
    """The message of `error` without line breaks."""
    return " ".join(str(error).split())
