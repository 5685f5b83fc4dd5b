"""Reports in a column of a Spark data frame (Spark 4, `mapInArrow`): `parse_column`. The work itself is in `columnar.py`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from allreport.columnar import Into, parse_batches, schema
from allreport.errors import MissingExtraError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from allreport.options import ParseOptions


def parse_column(
    frame: DataFrame,
    text: str = "text",
    id: str = "id",  # noqa: A002
    into: Into = "facts",
    options: ParseOptions | None = None,
) -> DataFrame:
    """The texts of a column, read: one row for each row of `frame`, with `id`, `error`, `schema_version`, and `facts` or `report`.

    `facts`: a list of flat rows, for `explode`; `report`: the nested report. A row that cannot be read has a code in `error`
    (never a message, which would end in the logs of the cluster) and the job goes on. `id` keeps its type; join other columns by it.
    """
    try:
        from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_type
    except ImportError:
        raise MissingExtraError("Spark needs pyspark 4: pip install 'allreport[spark]'") from None
    chosen = frame.select(frame[id].alias("id"), frame[text].alias("text"))
    key = to_arrow_type(chosen.schema["id"].dataType)
    work = partial(parse_batches, into=into, options=options)
    return chosen.mapInArrow(work, from_arrow_schema(schema(into, key)))
