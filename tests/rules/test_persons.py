"""Which records are of one person, and which leads: a function of the set of edges, whatever came first."""

from hypothesis import given
from hypothesis import strategies as st

from app.rules.persons import leads, left_of_erased

RECORDS = st.integers(1, 9)
EDGES = st.lists(st.tuples(RECORDS, RECORDS), max_size=12)
ALL = range(1, 10)


def test_a_chain_and_a_circle_have_one_lead():
    assert leads([(7, 5), (5, 9), (9, 7)], ALL) == {5: 5, 7: 5, 9: 5}
    assert leads([(1, 2), (3, 4), (4, 2)], ALL) == {1: 1, 2: 1, 3: 1, 4: 1}


def test_somebody_with_one_record_is_not_named():
    assert leads([(3, 3)], ALL) == {}
    assert leads([(3, 4)], {4}) == {}


def test_edges_hold_through_a_record_that_is_gone_and_the_oldest_that_is_there_leads():
    assert leads([(1, 2), (1, 3)], {2, 3}) == {2: 2, 3: 2}


def test_what_is_left_of_an_erased_person_is_told():
    assert left_of_erased([(1, 2), (2, 3), (5, 6)], {2, 3, 5, 6}, {1}) == [(2, 3)]
    assert left_of_erased([(1, 2)], set(), {1, 2}) == []


@given(EDGES, st.randoms(), st.sets(RECORDS))
def test_neither_order_nor_direction_nor_repetition_matters(edges, random, living):
    others = [edge if random.random() < 0.5 else edge[::-1] for edge in edges + edges[:3]]
    random.shuffle(others)

    assert leads(others, living) == leads(edges, living)


@given(EDGES, st.sets(RECORDS))
def test_everybody_who_is_joined_has_the_oldest_record_as_lead(edges, living):
    found = leads(edges, living)

    assert set(found) <= living
    for one, other in edges:
        if {one, other} <= living and one != other:
            assert found[one] == found[other] <= min(one, other)
    for lead in found.values():
        assert found[lead] == lead
        assert lead == min(record for record, of in found.items() if of == lead)


@given(EDGES, EDGES)
def test_taking_an_edge_back_leaves_what_the_others_say(edges, others):
    assert leads([edge for edge in edges + others if edge not in others], ALL) == leads(
        [edge for edge in edges if edge not in others], ALL
    )
