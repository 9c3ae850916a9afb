import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.card_weight import CardWeights

SHARES = {"large": 0.6, "small": 0.4}
LONE = (("cpc", "large"),)
MANY = ((("cpc", "small"),), (("cpc", "small"), ("cpc", "small"), ("cca", "d1")))


def weights(exam="cpc", shares=SHARES):
    return CardWeights(exam, shares, [LONE, *MANY])


def test_a_domains_share_is_spread_over_its_questions():
    found = weights()
    assert found.concept(LONE) == pytest.approx(0.6)
    assert [found.concept(one) for one in MANY] == pytest.approx([0.4 / 3, 0.8 / 3])


def test_a_concept_that_the_exam_lacks_weighs_nothing():
    assert weights().concept((("cca", "d1"),)) == 0.0
    assert weights().concept(()) == 0.0


def test_a_card_of_ones_own_weighs_as_the_mean_concept_of_its_domains():
    found = weights()
    assert found.own((("cpc", "small"),), 0.1) == pytest.approx(0.4 / 2)
    assert found.own((("cpc", "small"), ("cpc", "large")), 0.1) == pytest.approx((0.2 + 0.6) / 2)
    assert found.own((("cca", "d1"),), 0.1) == 0.1


def test_the_usual_weight_is_a_median():
    found = weights()
    assert found.usual([LONE, *MANY]) == pytest.approx(0.8 / 3)
    assert found.usual([]) == pytest.approx((0.6 + 0.2) / 2)


def test_without_an_exam_all_weigh_the_same():
    for found in (weights(exam=None, shares={}), weights(shares={})):
        assert found.concept(LONE) == found.own(MANY[0], 0.3) == 1.0
        assert found.usual([LONE]) == 1.0


@given(
    st.lists(
        st.lists(st.sampled_from([("cpc", "large"), ("cpc", "small"), ("cca", "d1")])).map(tuple),
        min_size=1,
    )
)
def test_the_weights_of_all_concepts_add_up_to_the_domains_that_have_any(concepts):
    found = CardWeights("cpc", SHARES, concepts)
    there = {domain for tags in concepts for exam, domain in tags if exam == "cpc"}
    total = sum(found.concept(tags) for tags in concepts)
    assert total == pytest.approx(sum(SHARES[domain] for domain in there))
