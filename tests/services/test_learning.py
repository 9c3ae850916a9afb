import pytest

from tutor.domain.kinds import key_response
from tutor.errors import AttemptError, NotFoundError


def checks(view):
    return [block.check for page in view.pages for block in page.blocks if block.check]


def test_all_lessons_can_be_read_to_the_end(services, learner):
    for track in services.learning.tracks(learner.id):
        for line in track.lessons:
            view = services.learning.open(learner.id, line.id)
            assert view.start_page == 0
            assert checks(view)
            for page in range(len(view.pages)):
                services.learning.read_page(learner.id, line.id, page)
    tracks = services.learning.tracks(learner.id)
    assert {line.state for track in tracks for line in track.lessons} == {"done"}


def test_a_lesson_reopens_after_the_last_page_read(open_again):
    services = open_again()
    learner = services.profiles.create("Ana", time_zone="UTC")
    services.learning.read_page(learner.id, "life-of-a-claim", 0)
    services.learning.read_page(learner.id, "life-of-a-claim", 1)
    services = open_again()
    assert services.learning.open(learner.id, "life-of-a-claim").start_page == 2
    line = next(
        line
        for track in services.learning.tracks(learner.id)
        for line in track.lessons
        if line.id == "life-of-a-claim"
    )
    assert (line.state, line.pages_read) == ("started", 2)


def test_a_check_keeps_its_order_and_its_answer(services, learner):
    item_id = checks(services.learning.open(learner.id, "life-of-a-claim"))[0]
    first = services.learning.check(learner.id, item_id)
    assert first.feedback is None
    with pytest.raises(AttemptError):
        services.learning.answer_check(learner.id, item_id, ())
    response = key_response(services.library.item(item_id))
    answered = services.learning.answer_check(learner.id, item_id, response)
    assert answered.feedback.outcome == "right"
    assert answered.parts == first.parts
    assert services.learning.check(learner.id, item_id) == answered
    assert services.learning.try_again(learner.id, item_id).feedback is None


def test_a_check_counts_as_the_first_answer(services, learner):
    item_id = checks(services.learning.open(learner.id, "life-of-a-claim"))[0]
    response = key_response(services.library.item(item_id))
    services.learning.answer_check(learner.id, item_id, response)
    assert services.store.item_history(learner.id)[item_id].times == 1


def test_an_unknown_lesson_is_named(services, learner):
    with pytest.raises(NotFoundError, match="life-of-a-clam"):
        services.learning.open(learner.id, "life-of-a-clam")


def test_every_lesson_leads_to_the_next(services, learner):
    lesson = services.learning.tracks(learner.id)[0].lessons[0].id
    visited = [lesson]
    while following := services.learning.open(learner.id, visited[-1]).next_lesson:
        visited.append(following.id)
    lines = [line.id for track in services.learning.tracks(learner.id) for line in track.lessons]
    assert visited == lines
