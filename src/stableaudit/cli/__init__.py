"""Words to values and values to words: click commands, options, exit codes. Decides nothing."""
