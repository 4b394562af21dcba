"""Where the rules lie: beside the source in a checkout, inside the package in a wheel, or where the user says."""

import os
from pathlib import Path

from mappa.errors import RuleError

PACKAGE = Path(__file__).parent


def configs_dir(chosen: Path | None = None) -> Path:
    """The folder of rules in force: `chosen`, else MAPPA_CONFIGS, else the rules shipped with the program.

    Raises RuleError where the folder chosen holds no pipeline.cfg.
    """
    named = chosen or (Path(os.environ["MAPPA_CONFIGS"]) if os.environ.get("MAPPA_CONFIGS") else None)
    if named is None:
        return shipped_configs()
    if not (named / "pipeline.cfg").is_file():
        raise RuleError([f"{named}: no pipeline.cfg there, so it is no folder of rules; make one with: mappa rules copy {named}"])
    return named


def shipped_configs() -> Path:
    """The rules of this installation: live in a checkout (editable install), packed into a wheel otherwise."""
    packed = PACKAGE / "configs"
    return packed if packed.is_dir() else PACKAGE.parent.parent / "configs"
