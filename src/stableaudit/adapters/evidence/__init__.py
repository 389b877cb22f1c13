"""Evidence bundles: what a check rests on, written to a folder and judged again from it."""
