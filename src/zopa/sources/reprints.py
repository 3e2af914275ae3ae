"""Which reports are one story: agency copy that several outlets print, changed or not.

Texts are compared as sets of word shingles. MinHash signatures (Broder 1997) in bands find candidates
among many thousands; every candidate pair is then compared itself. A pair is a reprint when the two
share JACCARD of all their shingles, or one holds CONTAINMENT of the other's.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHINGLE = 3
"""Words per shingle."""
JACCARD = 0.4
"""From what share of common shingles on two texts are one story.

Reports written by themselves on one event share a twentieth or so, mostly direct quotes; agency copy
in which every tenth word was changed still shares half. Not tuned on data.
"""
CONTAINMENT = 0.7
"""From what share of the shorter text on it is contained in the longer one."""
ENOUGH = 20
"""Contained texts must share this many shingles: short notes share set phrases."""
WINDOW = timedelta(days=14)
"""Reprints appear this close together."""
_HASHES = 128
_BAND = 2

_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[str]:
    """The runs of SHINGLE words of a text, in lower case; of a shorter text, all of it."""
    words = _WORD.findall(text.casefold())
    if len(words) <= SHINGLE:
        return frozenset([" ".join(words)])
    return frozenset(" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1))


def signature(text: str) -> bytes:
    """The MinHash signature of a text: _HASHES little-endian 32-bit numbers, alike on every machine."""
    import numpy as np

    hashed = np.fromiter((zlib.crc32(one.encode("utf-8")) for one in shingles(text)), dtype=np.uint64)
    multipliers, offsets = _family()
    # Multiply-shift on 64 bits; overflow is part of the method.
    mixed = (hashed[None, :] * multipliers[:, None] + offsets[:, None]) >> np.uint64(32)
    return bytes(mixed.min(axis=1).astype("<u4").tobytes())


def _family() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    import numpy as np

    drawn = np.random.Generator(np.random.PCG64(2031)).integers(0, 2**63, size=(2, _HASHES), dtype=np.uint64)
    return drawn[0] * np.uint64(2) + np.uint64(1), drawn[1]


def candidates(signatures: Sequence[bytes], new: int) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing, of which at least one is among the last `new` signatures.

    Returns pairs of places in `signatures`, the smaller first, each once. Misses a pair that shares
    0.4 of its shingles about once in 70,000, one that shares 0.25 about once in 60.
    """
    import numpy as np

    if not new or len(signatures) < 2:
        return
    table = np.frombuffer(b"".join(signatures), dtype="<u4").reshape(len(signatures), _HASHES)
    first_new = len(signatures) - new
    found: set[tuple[int, int]] = set()
    for start in range(0, _HASHES, _BAND):
        band = table[:, start].astype(np.uint64) << np.uint64(32) | table[:, start + 1]
        order = np.argsort(band, kind="stable")
        edges = np.flatnonzero(np.diff(band[order])) + 1
        for bucket in np.split(order, edges):
            if len(bucket) < 2 or bucket.max() < first_new:
                continue
            # One text's many copies are one bucket: each is compared with the earliest, and its neighbour.
            members = sorted(int(one) for one in bucket)
            for at, one in enumerate(members):
                near = members[:at] if at <= 20 else [members[0], members[at - 1]]
                found.update((other, one) for other in near if one >= first_new)
    least = JACCARD / 3 * _HASHES
    for one, other in sorted(found):
        if int((table[one] == table[other]).sum()) >= least:
            yield one, other


def compare(one: frozenset[str], other: frozenset[str]) -> tuple[float, float]:
    """(Jaccard, containment of the smaller in the larger) of two sets of shingles."""
    common = len(one & other)
    return common / len(one | other), common / min(len(one), len(other))


def is_reprint(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts are one story."""
    jaccard, containment = compare(one, other)
    return jaccard >= JACCARD or (containment >= CONTAINMENT and len(one & other) >= ENOUGH)


def origins(
    reports: Iterable[tuple[str, date | None, str]], twins: Mapping[str, Iterable[str]]
) -> dict[str, str]:
    """The report that each report is a reprint of: itself where it is the first of its story.

    reports  (id, day printed, hash of the text), in any order.
    twins    which reports each was found to be a reprint of, pair by pair, both ways.
    Returns  an origin for every report. Groups are not chained: every member was itself compared
             with its origin, so a story does not drift from copy to copy.
    """
    ordered = sorted(reports, key=lambda one: (one[1] is None, one[1] or date.min, one[0]))
    origin: dict[str, str] = {}
    by_text: dict[str, str] = {}
    for name, _, text in ordered:
        first = by_text.get(text)
        if first is None:
            leaders = [other for other in twins.get(name, ()) if origin.get(other) == other]
            place = {one[0]: at for at, one in enumerate(ordered)} if len(leaders) > 1 else {}
            first = min(leaders, key=lambda one: place.get(one, 0)) if leaders else name
            by_text[text] = first
        origin[name] = first
    return origin
