"""web3.py's own `eth.get_logs`, one connection, as its documentation shows it.

Arguments: URL, token, first block, last block, blocks a request, folder for the columns.
"""

import sys
from array import array
from pathlib import Path

from eth_typing import HexStr
from web3 import HTTPProvider, Web3

from bench.columns import ColumnWriter
from bench.contestants.asking import TRANSFER, windows
from bench.stopwatch import stop, tell


def main() -> None:
    url, token, first, last, size, folder = sys.argv[1:]
    w3 = Web3(HTTPProvider(url))
    with ColumnWriter(Path(folder)) as out:
        address = Web3.to_checksum_address(token)
        topic = HexStr(TRANSFER)
        for start, end in windows(int(first), int(last), int(size)):
            logs = w3.eth.get_logs(
                {"fromBlock": start, "toBlock": end, "address": address, "topics": [topic]}
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
