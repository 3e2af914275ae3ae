"""Reading archives of a news crawl: shards to Parquet on many cores, then one load into the ledger."""

from zopa.pipeline_bulk.job import BulkRun, Job, read_archives

__all__ = ["BulkRun", "Job", "read_archives"]
