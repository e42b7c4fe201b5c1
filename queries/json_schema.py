"""The JSON Schema of every answer, generated from the models; `answers.schema.json` ships with the package."""

from __future__ import annotations

import json

from pydantic import BaseModel

from .answer import Answer
from .cover.matrix import MatrixAnswer
from .cover.row import CoverageRow
from .lookup import FoundRow
from .names.profile import ProfileAnswer
from .paths.rows import PathRow
from .register.row import GapRow

ANSWERS: dict[str, type[BaseModel]] = {
    "find": Answer[FoundRow],
    "show": ProfileAnswer,
    "paths": Answer[PathRow],
    "coverage_matrix": MatrixAnswer,
    "coverage": Answer[CoverageRow],
    "gaps": Answer[GapRow],
}


def schema_text() -> str:
    """One JSON object: by question, the JSON Schema of its answer."""
    schemas = {question: model.model_json_schema(mode="serialization") for question, model in ANSWERS.items()}
    return json.dumps(schemas, ensure_ascii=False, indent=1) + "\n"
