"""Values: what the audit speaks of. Standard library only; imports nothing else of the project."""
