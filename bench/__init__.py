"""Benchmarks: ratios to a named peer, taken in one run on one machine; never timed tests."""
