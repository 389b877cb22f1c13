"""Exchange rates: the National Bank's file, from its server or a copy, and a second source.

Knows no token and judges no date. Imports domain, ports, the transport, defusedxml and msgspec.
"""
