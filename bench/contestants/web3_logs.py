"""web3.py's own `eth.get_logs`, one connection, as its documentation shows it.

Arguments: URL, token, first block, last block, blocks a request, folder for the columns.
"""

import sys
from array import array
from pathlib import Path

from bench.columns import ColumnWriter
from bench.contestants.asking import TRANSFER, windows
from bench.stopwatch import stop, tell


def main() -> None:
    from web3 import HTTPProvider, Web3

    url, token, first, last, size, folder = sys.argv[1:]
    w3 = Web3(HTTPProvider(url))
    with ColumnWriter(Path(folder)) as out:
        for start, end in windows(int(first), int(last), int(size)):
            logs = w3.eth.get_logs(
                {"fromBlock": start, "toBlock": end, "address": token, "topics": [TRANSFER]}
            )
            out.write(
                array("q", [each["blockNumber"] for each in logs]),
                array("q", [each["logIndex"] for each in logs]),
                b"".join(each["topics"][1][12:] for each in logs),
                b"".join(each["topics"][2][12:] for each in logs),
                b"".join(each["data"] for each in logs),
            )
    tell(stop())


if __name__ == "__main__":
    main()
