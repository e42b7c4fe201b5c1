"""The JSON Schema of every answer, made from its models, its signature and its bounds.

`answers.schema.json` ships with the package.
"""

from __future__ import annotations

import json
from typing import Any

from .catalogue import CATALOGUE
from .parameters import Parameter
from .question import Declaration, declaration


def schema_text() -> str:
    """One JSON object: by question, the JSON Schema of its answer."""
    schemas = {entry.id: answer_schema(declaration(entry.load())) for entry in CATALOGUE}
    return json.dumps(schemas, ensure_ascii=False, indent=1) + "\n"


def answer_schema(question: Declaration) -> dict[str, Any]:
    """The JSON Schema of the answer to a question; its closed lists are enums."""
    schema = question.answer.model_json_schema(mode="serialization")
    bounds = question.bounds.model_json_schema(mode="serialization")
    told = [parameter for parameter in question.parameters if not parameter.option.is_bound]
    schema["$defs"] |= bounds.pop("$defs", {})
    schema["properties"] |= {
        "question": {"const": question.id},
        "parameters": _closed({parameter.key: parameter_schema(parameter) for parameter in told}),
        "bounds": bounds,
    }
    return schema


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    """An object that has exactly these properties."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def parameter_schema(parameter: Parameter) -> dict[str, Any]:
    """What may stand for a parameter; its description is the help in both languages."""
    single = _value_schema(parameter)
    several: dict[str, Any] = {"type": "array", "items": single} if parameter.repeatable else single
    schema = {"anyOf": [several, {"type": "null"}]} if parameter.optional else several
    return {"description": f"{parameter.option.zh} / {parameter.option.en}", **schema}


def _value_schema(parameter: Parameter) -> dict[str, Any]:
    limits = {"minimum": parameter.option.least, "maximum": parameter.option.most}
    by_sort: dict[str, dict[str, Any]] = {
        "text": {"type": "string"},
        "number": {"type": "integer", **{name: limit for name, limit in limits.items() if limit is not None}},
        "flag": {"type": "boolean"},
        "day": {"type": "string", "format": "date"},
    }
    terms = {"enum": list(parameter.terms)} if parameter.terms else {}
    return {**by_sort[parameter.sort], **terms}
