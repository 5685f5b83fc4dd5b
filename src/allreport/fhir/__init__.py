"""FHIR R4: a report as a Bundle of plain dictionaries, and the list of what FHIR has no place for. Nothing beyond the core packages is needed."""

from allreport.fhir.bundle import to_bundle
from allreport.fhir.places import Unplaced, unplaced

__all__ = ["Unplaced", "to_bundle", "unplaced"]
