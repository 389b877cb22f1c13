"""The outside, one package an edge: transport, chains, files, the system. Decides nothing."""
