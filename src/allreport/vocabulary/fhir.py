"""Codes of FHIR R4, of its terminologies and of the HL7 Genomics Reporting guide (STU3, the same in STU2). Only verified meanings stand here."""

from __future__ import annotations

from typing import NamedTuple


class Coded(NamedTuple):
    """A code with its system and the system's own name for it."""

    system: str
    code: str
    display: str


LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
HGNC = "http://www.genenames.org"
HGVS = "http://varnomen.hgvs.org"
ISCN = "https://iscn.karger.com"
NCIT = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"
SHA256 = "urn:oid:2.16.840.1.101.3.4.2.1"
GUIDE = "http://hl7.org/fhir/uv/genomics-reporting"
GUIDE_CODES = f"{GUIDE}/CodeSystem/tbd-codes-cs"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
ABSENT_EXTENSION = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
CERTAINTY = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
SPECIMEN = "http://terminology.hl7.org/CodeSystem/v2-0487"

LABORATORY = Coded("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory", "Laboratory")
GENETICS = Coded("http://terminology.hl7.org/CodeSystem/v2-0074", "GE", "Genetics")
LAB_SECTION = Coded("http://terminology.hl7.org/CodeSystem/v2-0074", "LAB", "Laboratory")
ASSEMBLER = Coded("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "assembler", "Assembler")

VARIANT_ASSESSMENT = Coded(LOINC, "69548-6", "Genetic variant assessment")
GENETIC_REPORT = Coded(LOINC, "51969-4", "Genetic analysis report")
DIAGNOSTIC_IMPLICATION = Coded(GUIDE_CODES, "diagnostic-implication", "Diagnostic Implication")
GENE_STUDIED = Coded(LOINC, "48018-6", "Gene studied [ID]")
VARIANT_ISCN = Coded(LOINC, "81291-7", "Variant ISCN")
VARIATION = Coded(LOINC, "81252-9", "Discrete genetic variant")
CODING_CHANGE = Coded(LOINC, "48004-6", "DNA change (c.HGVS)")
PROTEIN_CHANGE = Coded(LOINC, "48005-3", "Amino acid change (pHGVS)")
TRANSCRIPT = Coded(LOINC, "51958-7", "Transcript reference sequence [ID]")
ALLELE_FREQUENCY = Coded(LOINC, "81258-6", "Sample variant allelic frequency [NFr]")
PHENOTYPE = Coded(LOINC, "81259-4", "Associated phenotype")
AGE = Coded(LOINC, "30525-0", "Age")
BLOOD_BLASTS = Coded(LOINC, "26446-5", "Blasts/100 leukocytes in Blood")

# Answers of the lists that the guide binds: LL1971-2 (a variant), LL4048-6 (methods of genetics); and positive, negative.
ANSWERS = {
    "present": Coded(LOINC, "LA9633-4", "Present"),
    "absent": Coded(LOINC, "LA9634-2", "Absent"),
    "positive": Coded(LOINC, "LA6576-8", "Positive"),
    "negative": Coded(LOINC, "LA6577-6", "Negative"),
    "indeterminate": Coded(LOINC, "LA11884-6", "Indeterminate"),
}
METHODS = {
    "karyotype": Coded(LOINC, "LA26406-1", "Karyotyping"),
    "FISH": Coded(LOINC, "LA26404-6", "FISH"),
    "PCR": Coded(LOINC, "LA26418-6", "PCR"),
    "NGS": Coded(LOINC, "LA26398-0", "Sequencing"),
    "MLPA": Coded(LOINC, "LA26415-2", "MLPA"),
}
TECHNIQUES = {"ish": "FISH", "nuc ish": "FISH", "arr": "array"}  # of an ISCN string, as a method of the facts

# What a status says of the observation itself, and why there is no value. Anything else is the report's own status and has a value.
WITHOUT_RESULT = {
    "not_tested": ("cancelled", Coded(ABSENT, "not-performed", "Not Performed")),
    "failed": ("cancelled", Coded(ABSENT, "error", "Error")),
    "pending": ("registered", Coded(ABSENT, "temp-unknown", "Temporarily Unknown")),
}
NO_VALUE = Coded(ABSENT, "unknown", "Unknown")
INTERPRETATIONS = {
    "H": Coded(INTERPRETATION, "H", "High"),
    "L": Coded(INTERPRETATION, "L", "Low"),
    "positive": Coded(INTERPRETATION, "POS", "Positive"),
    "present": Coded(INTERPRETATION, "POS", "Positive"),
    "dim": Coded(INTERPRETATION, "POS", "Positive"),
    "bright": Coded(INTERPRETATION, "POS", "Positive"),
    "partial": Coded(INTERPRETATION, "POS", "Positive"),
    "negative": Coded(INTERPRETATION, "NEG", "Negative"),
    "absent": Coded(INTERPRETATION, "NEG", "Negative"),
    "indeterminate": Coded(INTERPRETATION, "IND", "Indeterminate"),
}
OBSERVATION_STATUS = {"final": "final", "preliminary": "preliminary", "amended": "amended", "addendum": "final"}
REPORT_STATUS = {"final": "final", "preliminary": "preliminary", "amended": "amended", "addendum": "appended"}
VERIFICATION = {
    "stated": Coded(CERTAINTY, "confirmed", "Confirmed"),
    "probable": Coded(CERTAINTY, "provisional", "Provisional"),
    "possible": Coded(CERTAINTY, "differential", "Differential"),
}

SPECIMENS = {
    "bone_marrow": Coded(SPECIMEN, "MAR", "Marrow"),
    "peripheral_blood": Coded(SPECIMEN, "BLD", "Whole blood"),
    "csf": Coded(SPECIMEN, "CSF", "Cerebral spinal fluid"),
    "pleural_fluid": Coded(SPECIMEN, "PLR", "Pleural fluid (thoracentesis fluid)"),
}
# By the disease and the lineage that the report states.
DISEASES = {
    ("ALL", None): Coded(NCIT, "C3167", "Acute Lymphoblastic Leukemia"),
    ("ALL", "B"): Coded(NCIT, "C8936", "B Lymphoblastic Leukemia/Lymphoma"),
    ("LBL", "B"): Coded(NCIT, "C8936", "B Lymphoblastic Leukemia/Lymphoma"),
    ("ALL", "T"): Coded(NCIT, "C8694", "T Lymphoblastic Leukemia/Lymphoma"),
    ("LBL", "T"): Coded(NCIT, "C8694", "T Lymphoblastic Leukemia/Lymphoma"),
}
SEVERITIES = {"info": "information", "warning": "warning", "error": "error"}

# What an observation is called where no verified code says it; `{name}` is the fact's name.
TITLES = {
    "blasts": "Blasts",
    "cellularity": "Marrow cellularity",
    "cns": "CNS status",
    "cns_hint": "CNS status that the stated counts give",
    "csf": "Spinal fluid: {name}",
    "csf_cells": "Leukemic cells in spinal fluid",
    "chimerism": "Donor cells: {name}",
    "date": "Date: {name}",
    "disease": "Diagnosis stated by the report",
    "extramedullary": "Disease outside the marrow: {name}",
    "iscn_other": "Molecular cytogenetics: {name}",
    "lineage": "Lineage of the leukemia",
    "marrow_class": "Marrow class",
    "maturation": "Maturation stage of the leukemia",
    "mrd": "Measurable residual disease",
    "report_status": "Status of the report",
    "response": "Response or course: {name}",
    "subtype": "Genetic subtype by {name}",
    "traumatic_tap": "Traumatic lumbar puncture",
}
