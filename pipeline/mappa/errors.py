"""The ways in which work fails; each message says what was found, where, and what to do."""


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
