"""What the contestants of the balances are called."""

from typing import Final

C: Final = "C, hash by address"
HOLDERS: Final = "stableaudit, every holder"
MEASURES: Final = "stableaudit, every holder and the distribution"
POLARS: Final = "polars 2.1, streaming over Parquet"
PANDAS: Final = "pandas 3.1, over Parquet"
SQLITE: Final = "SQLite, accounts by number (1 run)"
DAY: Final = "stableaudit, one more day"
