"""Pure judgement: evidence in, books and findings out. One file a family of checks."""
