"""Files, folders and addresses become reports."""

from zopa.sources.folder import Gathered, read_folder
from zopa.sources.text import read_file

__all__ = ["Gathered", "read_file", "read_folder"]
