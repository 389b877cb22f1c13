"""A report's table as Parquet, by the engine of the ledgers."""

from stableaudit.adapters.store.parquet import parquet_bytes
from stableaudit.report.document import Document
from stableaudit.report.figure_table import figure_table
from stableaudit.report.rendering import Rendering


def render(document: Document, rendering: Rendering) -> bytes:
    """Return the table of `report.figure_table` as Parquet.

    Raises:
        StoreError: the temporary file cannot be written.
    """
    del rendering
    table = figure_table(document)
    return parquet_bytes(table.frame, table.sql_types)
