"""Reports become statements, and statements stated positions. Never stores anything."""

from zopa.reading.detect import detect_language
from zopa.reading.reader import Reader, Reading, read
from zopa.reading.readers import ConcurrentReader, ReportReader

__all__ = ["ConcurrentReader", "Reader", "Reading", "ReportReader", "detect_language", "read"]
