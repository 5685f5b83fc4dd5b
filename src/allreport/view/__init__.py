"""A report with its reading made visible: in a terminal, as one HTML page, or a folder as a site."""
