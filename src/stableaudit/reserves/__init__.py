"""Pure valuation: mass, prices, coverage, the clock on statements. Imports the domain."""
