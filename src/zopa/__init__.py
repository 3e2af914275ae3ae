"""zopa: who wants what in a negotiation, and where a deal is still possible."""

__version__ = "0.1.0"
