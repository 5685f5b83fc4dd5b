"""The parts of the reader of genetic results; `read/genetics.py` puts them together."""
