"""A Parquet table of positions, written in batches."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.export.formats.flat import from_flat
from zopa.ledger.view import FLAT, LedgerView
from zopa.vocabulary import StatedPosition

if TYPE_CHECKING:
    from zopa.dossier import Dossier

BATCH = 20_000


def write(view: LedgerView, _dossier: Dossier | None, path: Path) -> int:
    """Write all positions as judged. Returns how many."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"start": pa.int32(), "end": pa.int32(), "firm": pa.bool_(), "confidence": pa.float64()}
    kinds |= {"published": pa.date32(), "said_on": pa.date32()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in FLAT])
    count = 0
    rows = view.flat()
    with pq.ParquetWriter(path, schema) as writer:
        while batch := list(islice(rows, BATCH)):
            columns = [list(column) for column in zip(*batch, strict=True)]
            writer.write_table(pa.table(dict(zip(FLAT, columns, strict=True)), schema=schema))
            count += len(batch)
    return count


def read(path: Path) -> Iterator[tuple[StatedPosition, str]]:
    """The positions in a table that was written so, each with its status."""
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(path).iter_batches():
        for row in batch.to_pylist():
            held = {name: "" if value is None else str(value) for name, value in row.items()}
            yield from_flat(held), held["status"]
