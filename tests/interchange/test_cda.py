"""CDA and HL7 v2 MDM in: the narrative as a reader sees it, carried files, and how far a document is."""

from __future__ import annotations

import base64
import json

import pytest

import allreport
from allreport import read_document


def test_mdm_says_how_far_a_document_is() -> None:
    head = b"MSH|^~\\&|||||||MDM^%s|1|P|2.5\rPID|1||||||20150102|F\r"
    text = head + b"TXA|1|PN|TX|20250312||||||||D1|||||%s\rOBX|1|TX|22637-3^Diagnosis^LN||B-ALL.\r"
    for event, completion, status in ((b"T02", b"LA", "final"), (b"T02", b"IP", "preliminary"), (b"T06", b"", "addendum")):
        report = allreport.parse(read_document(text % (event, completion)).text)
        said = [(fact.field, fact.value) for fact in allreport.facts(report)]
        assert said == [("disease", "ALL"), ("lineage", "B"), ("report_status", status), ("sex", "female")]


CDA = """<?xml version="1.0" encoding="UTF-8"?>
<cda:ClinicalDocument xmlns:cda="urn:hl7-org:v3">
 <cda:title>Hematopathology report</cda:title><cda:effectiveTime value="20250312143000+0100"/>
 <cda:recordTarget><cda:patientRole><cda:patient><cda:name>Nobody</cda:name><cda:administrativeGenderCode code="F"/>
  </cda:patient></cda:patientRole></cda:recordTarget>
 <cda:component><cda:structuredBody>
  <cda:component><cda:section><cda:title>Diagnosis</cda:title><cda:text><cda:paragraph>B-<cda:content>ALL</cda:content>.</cda:paragraph></cda:text>
   <cda:component><cda:section><cda:title>CBC</cda:title><cda:text><cda:table><cda:tbody>
    <cda:tr><cda:td>WBC</cda:td><cda:td>45.2</cda:td><cda:td>x10<cda:sup>9</cda:sup>/L</cda:td></cda:tr></cda:tbody></cda:table></cda:text>
    <cda:entry><cda:observation><cda:text>HGB 7.9 g/dL</cda:text></cda:observation></cda:entry></cda:section></cda:component>
  </cda:section></cda:component>
  <cda:component><cda:section><cda:title>FISH</cda:title><cda:text><cda:list><cda:item>BCR::ABL1 not detected.</cda:item>
   <cda:item><cda:content revised="delete">KMT2A<cda:br/> rearranged.</cda:content>ETV6::RUNX1 not detected.</cda:item></cda:list></cda:text>
  </cda:section></cda:component>
 </cda:structuredBody></cda:component>
</cda:ClinicalDocument>"""


def test_cda_is_read_as_its_narrative() -> None:
    document = read_document(CDA.encode())
    assert document.metadata["format"] == "cda"
    report = allreport.parse(document.text)
    assert {(fact.field, fact.value) for fact in allreport.facts(report)} >= {("disease", "ALL"), ("sex", "female")}
    assert [(value.analyte, value.value, value.unit) for value in report.cbc] == [("WBC", 45.2, "10*9/L")]
    assert [(finding.name, finding.status) for finding in report.genetic_findings] == [("BCR::ABL1", "absent"), ("ETV6::RUNX1", "absent")]
    assert [date.value for date in report.dates] == ["2025-03-12"]
    assert "Nobody" not in document.text


@pytest.mark.parametrize("wrapped", [("text/plain", "", "MRD by flow: negative."), ("text/rtf", "B64", r"{\rtf1 MRD by flow: negative.}")])
def test_cda_carries_files(wrapped: tuple[str, str, str]) -> None:
    media, representation, text = wrapped
    content = base64.b64encode(text.encode()).decode() if representation else text
    marked = f'<text mediaType="{media}" representation="{representation}">{content}</text>' if representation else f"<text>{content}</text>"
    xml = f'<ClinicalDocument xmlns="urn:hl7-org:v3"><component><nonXMLBody>{marked}</nonXMLBody></component></ClinicalDocument>'
    report = allreport.parse(read_document(xml.encode()).text)
    assert [result.status for result in report.mrd] == ["negative"]


def test_cda_of_any_depth() -> None:
    deep = "<list><item>" * 20_000 + "MRD by flow: negative." + "</item></list>" * 20_000
    xml = f'<ClinicalDocument xmlns="urn:hl7-org:v3"><component><section><text>{deep}</text></section></component></ClinicalDocument>'
    assert "MRD by flow: negative." in read_document(xml.encode()).text


def test_a_reference_to_a_document_elsewhere_does_not_hide_the_report_beside_it() -> None:
    result = {"resourceType": "Observation", "id": "o", "status": "final", "code": {"text": "WBC"}, "valueQuantity": {"value": 45.2, "unit": "10*9/L"}}
    report = {"resourceType": "DiagnosticReport", "id": "r", "status": "final", "code": {"text": "Blood count"}, "result": [{"reference": "Observation/o"}]}
    source = {"resourceType": "DocumentReference", "id": "d", "status": "current", "content": [{"attachment": {"contentType": "text/plain"}}]}
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": made} for made in (source, report, result)]}
    assert "WBC: 45.2 10*9/L" in read_document(json.dumps(bundle, indent=1).encode()).text
