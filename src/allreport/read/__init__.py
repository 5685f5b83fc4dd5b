"""Readers: one family of values each; a document's clauses in, findings out. They never raise on content."""
