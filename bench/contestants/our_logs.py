"""Our reader. Not built yet on this branch."""

raise SystemExit("not yet")
