"""What the contestants of the balances are called."""

from typing import Final

C: Final = "C, hash by address"
HOLDERS: Final = "stableaudit, every holder, nothing kept"
MEASURES: Final = "stableaudit, every holder and the distribution, nothing kept"
AGAIN: Final = "stableaudit, the same again, from kept balances"
POLARS: Final = "polars 2.1, streaming over Parquet"
PANDAS: Final = "pandas 3.1, over Parquet"
SQLITE: Final = "SQLite, accounts by number (1 run)"
DAY: Final = "stableaudit, one more day"
