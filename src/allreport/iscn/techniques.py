from __future__ import annotations
def read_techniques(source, first, last, findings, hybridisations, segments, *, donor): pass
