"""Reports become statements, and statements stated positions. Never stores anything."""

from zopa.reading.detect import detect_language
from zopa.reading.judged import Fact, facts_id
from zopa.reading.outcome import Reading
from zopa.reading.reader import Reader, read
from zopa.reading.readers import ConcurrentReader, LearningReader, ReportReader
from zopa.reading.side_by_side import SideBySide

__all__ = [
    "ConcurrentReader",
    "Fact",
    "LearningReader",
    "Reader",
    "Reading",
    "ReportReader",
    "SideBySide",
    "detect_language",
    "facts_id",
    "read",
]
