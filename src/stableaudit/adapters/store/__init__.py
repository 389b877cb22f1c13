"""The ledger store: DuckDB, one file for each token contract. Raises only StoreError."""
