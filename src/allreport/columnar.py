"""Reports in Arrow record batches: one row in, one row out, with a code where a row could not be read. Every engine that speaks Arrow can run it.

The schema is made from the models. Only names cross to a worker: it imports the parser itself, and nothing compiled is pickled.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from allreport.errors import AllReportError, MissingExtraError

if TYPE_CHECKING:
    import pyarrow as pa

    from allreport.options import ParseOptions

Into = Literal["facts", "report"]
ROWS = 500  # of one batch that goes out: about 10 MB of nested reports
KEYS = frozenset({"id", "part", "patient"})  # columns of a fact that the row itself has, or the caller


def arrow() -> Any:
    """PyArrow, loaded when first asked for."""
    try:
        import pyarrow
    except ImportError:
        raise MissingExtraError("Arrow batches need pyarrow: pip install 'allreport[parquet]'") from None
    return pyarrow


def schema(into: Into = "facts", key: pa.DataType | None = None) -> pa.Schema:
    """The columns that come out: `id`, `error`, `schema_version`, and `facts` (a list) or `report`; all may be null. `key` is the type of `id`."""
    pa = arrow()
    content = pa.field("facts", pa.list_(fact_type())) if into == "facts" else pa.field("report", report_type())
    return pa.schema([("id", key or pa.string()), ("error", pa.string()), ("schema_version", pa.string()), content])


def fact_type() -> pa.StructType:
    """A fact; `value` as text, and as `number` where it is one: a column has one type."""
    from allreport.flat import Fact

    pa = arrow()
    fields = []
    for name, hint in typing.get_type_hints(Fact).items():
        if name not in KEYS:
            fields.append((name, pa.string() if name == "value" else arrow_type(hint)))
            fields += [("number", pa.float64())] if name == "value" else []
    return pa.struct(fields)


def report_type() -> pa.StructType:
    from allreport.model.report import Report

    return arrow_type(Report)


def arrow_type(hint: Any) -> Any:
    """The Arrow type of a type hint of the models."""
    pa = arrow()
    plain = {str: pa.string(), float: pa.float64(), int: pa.int64(), bool: pa.bool_()}
    if hint in plain:
        return plain[hint]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        return pa.string()
    if origin in (typing.Union, types.UnionType):
        (one,) = (argument for argument in arguments if argument is not type(None))
        return arrow_type(one)
    if origin is tuple:
        return pa.list_(arrow_type(arguments[0]))
    if origin is dict:
        return pa.map_(*(arrow_type(argument) for argument in arguments))
    return pa.struct([(name, arrow_type(field.annotation)) for name, field in hint.model_fields.items()])


def parse_batches(
    batches: Iterable[pa.RecordBatch],
    text: str = "text",
    id: str = "id",  # noqa: A002
    into: Into = "facts",
    options: ParseOptions | None = None,
) -> Iterator[pa.RecordBatch]:
    """Record batches with a column of texts and one of ids to batches of `schema(into)`: as many rows, in the same order.

    A row that cannot be read has a code in `error` (`not_text` for null, `too_long`, `timeout`; `internal` for a
    fault of ours), and nulls; the job goes on. Messages never come out: they could be logged elsewhere.
    """
    pa = arrow()
    for batch in batches:
        keys, texts = batch.column(batch.schema.get_field_index(id)), batch.column(batch.schema.get_field_index(text))
        out = schema(into, keys.type)
        for start in range(0, batch.num_rows, ROWS):
            rows = [row(item, into, options) for item in texts.slice(start, ROWS).to_pylist()]
            columns = [keys.slice(start, ROWS), *(pa.array([found.get(field.name) for found in rows], field.type) for field in list(out)[1:])]
            yield pa.RecordBatch.from_arrays(columns, schema=out)


def row(text: str | None, into: Into, options: ParseOptions | None) -> Mapping[str, Any]:
    """What comes out for one text."""
    from allreport.model.report import SCHEMA_VERSION
    from allreport.pipeline import parse

    try:
        report = parse(text, options) if options else parse(text)  # type: ignore[arg-type]  # null raises, with a code
        made = content(report, into)
    except AllReportError as error:
        return {"error": error.code}
    except Exception:  # noqa: BLE001  a fault of ours in one report must not end the job, and its message may quote the report
        return {"error": "internal"}
    return {"schema_version": SCHEMA_VERSION, into: made}


def content(report: Any, into: Into) -> Any:
    """A report as plain values: its facts, or itself."""
    if into == "report":
        made = report.model_dump()
        made["producer"]["editions"] = list(made["producer"]["editions"].items())
        return made
    from allreport.flat import facts

    return [plain(fact._asdict()) for fact in facts(report)]


def plain(columns: dict[str, Any]) -> dict[str, Any]:
    """A fact with its value as text, and as number where it is one."""
    value = columns["value"]
    if isinstance(value, (int, float)):
        columns["number"] = float(value)
        columns["value"] = str(int(value)) if float(value).is_integer() else repr(value)
    return columns
