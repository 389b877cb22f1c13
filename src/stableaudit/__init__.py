"""Audit a stablecoin: supply on every chain, against the declared reserve."""

__version__ = "0.1.0"
