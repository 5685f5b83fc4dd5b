"""The commands, a module each: `add` declares its arguments, `run` does it and gives the exit status. What it reads with is loaded by `run` only."""
