"""Programs that are measured, each a process of its own: `python -m bench.contestants.NAME …`.

Those of a peer run in the peer's environment, and import nothing of ours but what is standard
library only.
"""
