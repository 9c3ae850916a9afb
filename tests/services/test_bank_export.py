"""Questions taken out, and what is said of what is lost."""

from __future__ import annotations

import pytest

from tutor.domain.actor import Actor
from tutor.domain.likeness import content_key, question_key
from tutor.domain.to_foreign import to_foreign
from tutor.errors import AccessError, NotFoundError, UsageError
from tutor.interchange.questions.formats import read_bank
from tutor.services.bank_export_views import Selection


def test_what_no_other_format_can_hold_is_left_out_and_said(services):
    some = Selection(subjects=("lab", "claims"))
    made = services.bank_exports.export(services.actor, some, "gift", "billing")
    whole = {loss.item_id for loss in made.losses if loss.whole}
    kinds = {services.library.item(name).kind for name in whole}
    assert kinds >= {"claim_fix", "remit_post", "denial_action"}
    assert made.items
    assert made.items + made.left_out == len(services.bank_exports.select(services.actor, some))


def test_where_a_format_can_hold_nothing_of_it_that_is_said(services):
    with pytest.raises(UsageError, match="gift can hold none of the selected questions"):
        services.bank_exports.export(services.actor, Selection(subjects=("lab",)), "gift", "lab")


def test_a_bundle_holds_every_question_with_its_case_and_its_authors_notes(services):
    made = services.bank_exports.export(services.actor, Selection(), "bundle", "all")
    bank = read_bank(made.files["all.tutorbank"], "all.tutorbank")
    heads = services.library.heads()
    assert [one.ref for one in bank.items] == [head.id for head in heads]
    assert all(one.native for one in bank.items)
    assert made.losses == ()


@pytest.mark.parametrize(
    ("selection", "fits"),
    [
        (Selection(exam="cpb", domains=("bill",)), lambda item: "bill" in item.domains("cpb")),
        (Selection(kinds=("numeric",)), lambda item: item.kind == "numeric"),
        (Selection(source="shipped", subjects=("claims",)), lambda item: item.subject == "claims"),
    ],
)
def test_a_selection_takes_all_that_fits_and_nothing_else(services, selection, fits):
    chosen = {item.id for item in services.bank_exports.select(services.actor, selection)}
    every = services.library.items(head.id for head in services.library.heads())
    assert chosen == {item.id for item in every if fits(item)}
    assert chosen


def test_what_selects_nothing_or_names_nothing_is_said(services):
    for selection, error in (
        (Selection(source="own"), UsageError),
        (Selection(exam="xyz"), NotFoundError),
        (Selection(exam="cpb", domains=("nope",)), UsageError),
        (Selection(ids=("nope",)), NotFoundError),
        (Selection(source="mine"), UsageError),
    ):
        with pytest.raises(error):
            services.bank_exports.select(services.actor, selection)
    with pytest.raises(AccessError):
        services.bank_exports.select(Actor("ann"), Selection())


def test_no_file_is_written_over_unless_that_is_wanted(services, tmp_path):
    selection = Selection(subjects=("claims",))
    made = services.bank_exports.export(services.actor, selection, "jsonl", "Claims, all")
    (path,) = services.bank_exports.save(made, tmp_path)
    assert path.name == "claims-all.jsonl"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is there already"):
        services.bank_exports.save(made, path)
    assert path.read_text(encoding="utf-8") == "mine"
    services.bank_exports.save(made, path, force=True)
    assert read_bank(path.read_bytes(), path.name).items
    with pytest.raises(UsageError, match="cannot be written"):
        services.bank_exports.save(made, path / "below" / "x.jsonl")


def test_every_plain_question_comes_near_something_and_two_never_have_one_key(services):
    items = services.library.items(head.id for head in services.library.heads())
    plain = [
        item for item in items if item.kind in ("single", "multiple", "numeric", "order", "match")
    ]
    assert all(to_foreign(item) for item in plain)
    assert len({content_key(item) for item in items}) == len(items)
    assert len({question_key(item) for item in items}) == len(items)
