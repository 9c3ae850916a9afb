"""The schemas as JSON Schema, for editors that complete and check while one types."""

from __future__ import annotations

from copy import deepcopy
from typing import Annotated, Any, Union

from pydantic import Field, TypeAdapter, create_model

from tutor.content import schema, schema_codes, schema_pcs, schema_practice, schema_seeds
from tutor.content.schema import INHERITED
from tutor.domain.kinds import KINDS, resolve
from tutor.errors import NotFoundError

MODELS: dict[str, Any] = {
    "bank": schema.BankIn,
    "lesson": schema.LessonIn,
    "glossary": schema.GlossaryIn,
    "tracks": schema.TracksIn,
    "exam": schema_seeds.ExamIn,
    "roles": schema_seeds.RolesIn,
    "sources": schema_seeds.SourcesIn,
    "demo": schema_seeds.DemoIn,
    "coverage": schema_seeds.CoverageIn,
    "hcpcs": schema_codes.HcpcsIn,
    "icd10pcs": schema_codes.PcsIn,
    "pos": schema_codes.PosIn,
    "pcs_tables": schema_pcs.PcsTablesIn,
    "practice_names": schema_practice.NamesIn,
    "practice_plans": schema_practice.PlansIn,
    "practice_charges": schema_practice.ChargesIn,
    "practice_encounters": schema_practice.EncountersIn,
}
"""Schemas by the name one asks for."""


def json_schema(name: str) -> dict[str, Any]:
    """Return a kind of file as JSON Schema (of a lesson, its front matter).

    Raises:
        NotFoundError: There is no such kind of file.
    """
    if name not in MODELS:
        raise NotFoundError(f"There is no schema {name!r}; there are {', '.join(MODELS)}.")
    made: dict[str, Any] = TypeAdapter(_bank() if name == "bank" else MODELS[name]).json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return _with_inheritance(made) if name == "bank" else made


def _bank() -> Any:  # noqa: ANN401 - a model made from the register of kinds
    """Return the bank with its items spelt out: every registered kind, told apart by `kind`."""
    kinds = tuple(resolve(kind.schema) for kind in KINDS.values())
    question = Annotated[Union[kinds], Field(discriminator="kind")]  # type: ignore[valid-type]  # noqa: UP007
    case = create_model(
        "Case",
        __base__=schema.CaseIn,
        questions=(Annotated[list[question], Field(min_length=2, max_length=5)], ...),
    )
    entry = Annotated[Union[(*kinds, case)], Field(discriminator="kind")]  # type: ignore[valid-type]
    return create_model(
        "Bank",
        __base__=schema.BankIn,
        items=(
            Annotated[list[entry], Field(min_length=1, max_length=schema.ITEMS_PER_FILE)],
            ...,
        ),
    )


def _with_inheritance(made: dict[str, Any]) -> dict[str, Any]:
    """Let a case's questions leave out what they inherit."""
    definitions = made["$defs"]
    questions = definitions["Case"]["properties"]["questions"]["items"]
    for option in questions["oneOf"]:
        name = option["$ref"].rsplit("/", 1)[1]
        inner = deepcopy(definitions[name])
        inner["required"] = [field for field in inner["required"] if field not in INHERITED]
        definitions[f"Case{name}"] = inner
        option["$ref"] = f"#/$defs/Case{name}"
    mapping = questions["discriminator"]["mapping"]
    for kind, target in mapping.items():
        mapping[kind] = target.replace("#/$defs/", "#/$defs/Case")
    return made
