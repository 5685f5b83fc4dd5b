"""The typed content of a report. Imports nothing else from the package."""
