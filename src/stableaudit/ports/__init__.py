"""What the application needs of the outside, as protocols. Imports the core only."""
