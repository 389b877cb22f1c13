"""cryo's `logs`, into Parquet, with no more columns than a ledger needs.

Arguments: URL, token, first block, last block, blocks a request, folder, requests at once.
"""

import sys

import cryo  # type: ignore[import-not-found]  # of its own environment

from bench.contestants.asking import TRANSFER
from bench.stopwatch import stop, tell

_FILE_BLOCKS = 1000
"""Its default."""


def main() -> None:
    url, token, first, last, size, folder, at_once = sys.argv[1:]
    cryo.freeze(
        "logs",
        rpc=url,
        blocks=[f"{first}:{int(last) + 1}"],
        contract=[token],
        topic0=[TRANSFER],
        columns=["block_number", "log_index", "topic1", "topic2", "data"],
        inner_request_size=int(size),
        max_concurrent_requests=int(at_once),
        max_concurrent_chunks=int(at_once),
        chunk_size=_FILE_BLOCKS,
        output_dir=folder,
        overwrite=True,
        verbose=False,
    )
    tell(stop())


if __name__ == "__main__":
    main()
