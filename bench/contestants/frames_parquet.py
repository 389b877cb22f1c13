"""Write rows as the Parquet that data-frame engines read best. Not measured.

Arguments: file of rows, how many, Parquet file.
"""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-not-found]  # of its own environment
import pyarrow.parquet as pq  # type: ignore[import-not-found]  # of its own environment

from bench.rows import read

_CHUNK = 1_000_000


def main() -> None:
    source, count, target = sys.argv[1:]
    account = pa.binary(20)
    schema = pa.schema([("source", account), ("destination", account), ("base_units", pa.int64())])
    unfinished = Path(f"{target}.unfinished")
    with pq.ParquetWriter(unfinished, schema, compression="zstd") as out:
        for start in range(0, int(count), _CHUNK):
            rows = read(Path(source), start, min(_CHUNK, int(count) - start))
            columns = [
                pa.Array.from_buffers(
                    account, len(rows), [None, pa.py_buffer(np.ascontiguousarray(rows[name]))]
                )
                for name in ("source", "destination")
            ]
            columns.append(pa.array(rows["base_units"].astype(np.int64)))
            out.write_table(pa.Table.from_arrays(columns, schema=schema))
    unfinished.rename(target)


if __name__ == "__main__":
    main()
