"""The JSON Schemas for editors."""

import pytest

from tutor.content.export import MODELS, json_schema
from tutor.content.schema import INHERITED
from tutor.domain.kinds import KINDS
from tutor.errors import NotFoundError


@pytest.mark.parametrize("name", MODELS)
def test_every_schema_refuses_unknown_fields(name):
    schema = json_schema(name)
    assert schema["$schema"].startswith("https://json-schema.org/")
    for definition in (schema, *schema.get("$defs", {}).values()):
        if definition.get("type") == "object" and "properties" in definition:
            assert definition["additionalProperties"] is False


def test_the_bank_lists_every_kind_and_the_case():
    schema = json_schema("bank")
    kinds = schema["properties"]["items"]["items"]["discriminator"]["mapping"]
    assert set(kinds) == {*KINDS, "case"}


def test_questions_of_a_case_may_leave_out_what_they_inherit():
    definitions = json_schema("bank")["$defs"]
    questions = definitions["Case"]["properties"]["questions"]["items"]["discriminator"]["mapping"]
    assert set(questions) == set(KINDS)
    for target in questions.values():
        required = definitions[target.rsplit("/", 1)[1]]["required"]
        assert not set(required) & set(INHERITED)
        assert {"id", "version", "kind", "stem"} <= set(required)
    assert "exams" in definitions["SingleIn"]["required"]


def test_an_unknown_schema_names_the_known_ones():
    with pytest.raises(NotFoundError, match="bank, lesson, glossary"):
        json_schema("quiz")
