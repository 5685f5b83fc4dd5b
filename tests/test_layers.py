"""Imports go one way: models and words know nothing of reading, reading knows nothing of files and the command line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import allreport

PACKAGE = Path(allreport.__file__).parent

# Each layer may import from those before it, and from itself.
LAYERS = (
    ("model", "errors", "options", "source"),
    ("explain",),
    ("vocabulary",),
    ("patterns",),
    ("triage", "lexicon"),
    ("producer",),
    ("document",),
    ("scan",),
    ("presence",),
    ("iscn",),
    ("read",),
    ("language",),
    ("reconcile", "classify"),
    ("assemble",),
    ("pipeline",),
    ("flat", "collection"),
    ("rows_out", "compare", "documents", "evaluate"),
    ("fhir", "columnar", "omop"),
    ("spark",),
    ("batch", "course"),
    ("view",),
    ("commands",),
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
ROWS_ONLY = {"vocabulary"}  # data: no pattern engine, nothing of the package but itself
MODELS = {"model"}  # no import from the package but itself
WORDS_FOR_PATIENTS = {"explain", "model", "errors"}  # all that `explain` sees, so that its words cannot leak into reading
SHOW_WORDS = {"commands", "view"}  # all that see `explain`


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    """The layer of a file: its folder, or its own name."""
    relative = path.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[str, str]]:
    """Module and name of every import of a file, also those inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, ""
        elif isinstance(node, ast.ImportFrom):
            base = ["allreport", *path.relative_to(PACKAGE).parts[: -node.level]] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            for alias in node.names:
                yield module, alias.name


def parts_imported(path: Path) -> set[str]:
    """The parts of the package that a file imports."""
    found = set()
    for module, name in imported(path):
        steps = module.split(".")
        if steps[0] == "allreport":
            found.add(steps[1] if len(steps) > 1 else name)
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    part = part_of(path)
    if part == "__init__":
        return
    assert part in RANK, f"{part}: put it in a layer of this test"
    for other in parts_imported(path):
        assert RANK[other] <= RANK[part], f"{part} imports {other}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_one_module_imports_a_pattern_engine(path: Path) -> None:
    engines = {module for module, _ in imported(path)} & {"re", "regex"}
    assert not engines or part_of(path) == "patterns"


def test_models_and_rows_stand_alone() -> None:
    for path in modules():
        if part_of(path) in ROWS_ONLY | MODELS:
            assert parts_imported(path) <= {part_of(path)}, path.name


def test_the_explainer_sees_the_models_and_only_the_command_and_the_page_see_it() -> None:
    for path in modules():
        if part_of(path) == "explain":
            assert parts_imported(path) <= WORDS_FOR_PATIENTS, path.name
        elif part_of(path) not in SHOW_WORDS:
            assert "explain" not in parts_imported(path), path.name


def test_every_layer_exists() -> None:
    planned = {"classify"}
    assert {part_of(path) for path in modules()} - {"__init__"} >= set(RANK) - planned


def test_no_module_is_called_like_a_public_name() -> None:
    """Importing a module sets it as an attribute of the package, and would hide the function of that name."""
    assert not {path.stem for path in PACKAGE.iterdir()} & set(allreport.__all__)
