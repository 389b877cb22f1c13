"""Who controls a contract, worked out from what its chain answered. Pure."""
