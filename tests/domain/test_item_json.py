import json

import pytest

from tests.factories import make_item
from tutor.domain.item import Exhibit
from tutor.domain.item_json import item_from_json, item_to_json
from tutor.domain.kinds import KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_item_survives_its_json(kind):
    item = make_item(kind=kind)
    assert item_from_json(item_to_json(item)) == item


def test_a_case_question_keeps_its_exhibit():
    item = make_item(exhibit=Exhibit("case-1", "A note", "note", "Pt c/o [cough]", 1, 3))
    assert item_from_json(item_to_json(item)) == item


def test_any_change_of_text_changes_the_hash():
    assert make_item().content_hash != make_item(stem="What do you do now?").content_hash
    assert make_item().content_hash == make_item().content_hash


def test_the_json_is_canonical():
    text = item_to_json(make_item(kind="numeric"))
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))
