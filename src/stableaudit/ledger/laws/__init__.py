"""The supply laws, one file each: pure statements of which events change a token's supply."""
