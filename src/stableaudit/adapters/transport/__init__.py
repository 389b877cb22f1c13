"""HTTP and JSON-RPC for every chain reader: limits, pacing, retries, strict decoding.

Knows no chain. Imports domain, urllib3 and msgspec. Raises only EvidenceError, and nothing it
raises or logs shows an endpoint's path, query, user or key.
"""
