"""The ways in which work fails; each message says what was found, where, and what to do."""

import errno

REMEDIES = {
    errno.ENOENT: "check the path; a folder to write into must be there already",
    errno.EISDIR: "it is a folder, and a file is needed",
    errno.ENOTDIR: "a part of the path is a file, and a folder is needed",
    errno.EEXIST: "choose another name",
    errno.EACCES: "close it in other programs, see who may use it, or choose another place",
    errno.EPERM: "close it in other programs, see who may use it, or choose another place",
    errno.EROFS: "choose another place",
    errno.ENOSPC: "make room, then give the same command again",
}


class MappaError(Exception):
    """A mistake or an input that the user can mend; shown as one line, never as a traceback."""


class SourceError(MappaError):
    """A report that cannot be read or placed."""


class NotAReport(SourceError):
    """A file of no report format: a failure where it was named, only counted where it was met in a folder."""


class RuleError(MappaError):
    """A rules file that cannot be used; `problems` holds every fault found, not only the first."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


def refusal(error: OSError) -> str:
    """What the system refused, as one line: the file, why, and what to do."""
    told = f"{error.filename or 'mappa'}: {error.strerror or error}"
    remedy = REMEDIES.get(error.errno or 0)
    return f"{told}; {remedy}" if remedy else told
