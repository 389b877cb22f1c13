"""Pure bookkeeping: supply laws, attribution, trial balance, distribution. Imports domain only."""
