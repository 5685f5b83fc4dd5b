"""The parts of reading residual disease: words, levels and times in place, then statements and tables, then what is one result."""
