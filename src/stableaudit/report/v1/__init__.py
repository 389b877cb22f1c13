"""Version 1 of the JSON report: its shape, and how a document fills it."""
