"""Annual reports of the Multi-Agency Public Protection Arrangements, turned into an annotated corpus."""

from importlib.metadata import version

__version__ = version("mappa-corpus")
