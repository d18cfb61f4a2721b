"""Top lists are exact: those of a float64 brute force, with constraints, ties and short lists."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lab.benches.match import brute, run, synthetic
from scoring import toplist
from scoring.bothways import ABSENT, IS_MET, NOT_MEASURED, SHORT, TO_CONFIRM, both_ways
from scoring.toplist import Offers, People, Prepared, Tops, offers_for, people_for, top

FEW = settings(max_examples=40, deadline=None)


def made(seed: int, number: int, offers: int, steps: int) -> tuple[People, Offers]:
    """People whose chances take `steps` values only, so that many scores are equal."""
    chance = np.random.default_rng(seed)
    odds = chance.integers(1, steps + 1, (12, number)) / steps
    sizes = chance.integers(1, 5, offers)
    places = [chance.choice(12, n, replace=False) for n in sizes]
    return (
        People(np.log(odds).astype(np.float32), chance.integers(0, 4, number).astype(np.uint16)),
        Offers(
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
            np.concatenate(places).astype(np.int32),
            np.concatenate([np.full(n, 1 / n) for n in sizes]).astype(np.float32),
            chance.integers(0, 4, offers).astype(np.uint16),
        ),
    )


def check(people: People, offers: Offers, lists: Tops, k: int) -> None:
    """Scores of the brute force, each beside the person who has it, nobody twice, no conflict."""
    for row in range(len(offers)):
        wanted = brute(people, offers, row)[:k]
        wanted = wanted[np.isfinite(wanted)]
        index = lists.index[row][lists.index[row] >= 0]
        assert len(index) == len(wanted) == len(set(index.tolist()))
        assert np.all(np.abs(lists.score[row][: len(wanted)] - wanted) <= 2e-6)
        at = slice(int(offers.start[row]), int(offers.start[row + 1]))
        own = offers.weights[at].astype(float) @ people.logs[offers.places[at]][:, index].astype(float)
        assert np.allclose(own, lists.score[row][: len(wanted)], atol=1e-9)
        assert not np.any(people.declines[index] & offers.imposes[row])
        assert np.all(lists.score[row][len(wanted) :] == -np.inf)


@given(
    st.integers(0, 9999), st.integers(1, 90), st.integers(1, 12), st.integers(1, 25), st.sampled_from([1, 2, 5, 999])
)
@FEW
def test_both_ways_equal_the_brute_force(seed: int, number: int, offers: int, k: int, steps: int) -> None:
    """Whatever the sizes, ties and constraints: the obvious code and the staged one give the brute force's lists."""
    people, asked = made(seed, number, offers, steps)
    plain = top(people, asked, k)
    check(people, asked, plain, k)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(toplist, "SMALL", 0)
        patch.setattr(toplist, "BLOCK", 16)
        patch.setattr(toplist, "CHUNK", 3)
        staged = top(people, asked, k)
        check(people, asked, staged, k)
        assert np.allclose(staged.score[staged.index >= 0], plain.score[plain.index >= 0], atol=1e-12)


@given(st.integers(0, 9999), st.integers(1, 90), st.integers(1, 25), st.sampled_from([1, 3, 999]))
@FEW
def test_a_new_person_and_a_new_offer_get_the_same_lists(seed: int, number: int, k: int, steps: int) -> None:
    """One person over offers and one offer over people score as the whole table does."""
    people, offers = made(seed, number, 9, steps)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(toplist, "FIRST", 8)
        at = slice(int(offers.start[4]), int(offers.start[5]))
        one = people_for(offers.places[at], offers.weights[at], int(offers.imposes[4]), people, k)
        person = np.ascontiguousarray(people.logs[:, -1])
        mine = offers_for(person, int(people.declines[-1]), Prepared(offers, 12), k)
    whole = top(people, offers, k)
    assert np.allclose(one.score, whole.score[4], atol=2e-6)
    scores = [
        float(offers.weights[a:b].astype(float) @ person[offers.places[a:b]].astype(float))
        if not offers.imposes[i] & people.declines[-1]
        else -np.inf
        for i, (a, b) in enumerate(zip(offers.start[:-1], offers.start[1:], strict=True))
    ]
    wanted = np.full(k, -np.inf)
    wanted[: min(k, 9)] = np.sort(scores)[::-1][:k]
    assert np.allclose(mine.score, wanted, atol=2e-6)
    assert all(np.isclose(scores[i], s, atol=2e-6) for i, s in zip(mine.index, mine.score, strict=True) if i >= 0)


@given(st.integers(0, 9999), st.integers(1, 40), st.integers(1, 9), st.integers(1, 25), st.sampled_from([1, 3, 999]))
@FEW
def test_a_session_both_ways_equals_the_lists_and_its_terms_add_up(
    seed: int, number: int, rows: int, k: int, steps: int
) -> None:
    """Both directions hold the brute force's scores; terms add up to the score; states follow the chances."""
    people, offers = made(seed, number, rows, steps)
    measured = np.random.default_rng(seed).random(people.logs.shape) < 0.8
    of_offers, of_people = both_ways(people, Prepared(offers, 12), k, measured)
    check(people, offers, of_offers.tops, k)
    for who in range(number):
        mine = offers_for(np.ascontiguousarray(people.logs[:, who]), int(people.declines[who]), Prepared(offers, 12), k)
        assert np.allclose(of_people.tops.score[who], mine.score, atol=2e-6)
    for listed, turned in ((of_offers, False), (of_people, True)):
        for row, place in zip(*np.nonzero(listed.tops.index >= 0), strict=True):
            pair = (int(listed.tops.index[row, place]), int(row))
            offer, person = pair if turned else pair[::-1]
            at = slice(int(offers.start[offer]), int(offers.start[offer + 1]))
            asked = offers.places[at]
            assert listed.places[row, place][: len(asked)].tolist() == asked.tolist()
            assert np.isclose(listed.terms[row, place].sum(), listed.tops.score[row, place], atol=1e-12)
            chances = np.exp(people.logs[asked, person].astype(float))
            for chance, known, state in zip(chances, measured[asked, person], listed.states[row, place], strict=False):
                if not known:
                    assert state == NOT_MEASURED
                elif min(abs(chance - 0.8), abs(chance - 0.5)) > 1e-6:
                    assert state == (IS_MET if chance > 0.8 else TO_CONFIRM if chance > 0.5 else SHORT)
            assert np.all(listed.states[row, place][len(asked) :] == ABSENT)
        assert np.all(listed.states[listed.tops.index < 0] == ABSENT)


def test_everybody_equal_stays_within_bounds() -> None:
    """Where all scores are equal the first people by index are listed, whatever the number."""
    people = People(np.zeros((2, 9000), np.float32), np.zeros(9000, np.uint16))
    offers = Offers(*(np.array(x, np.int32) for x in ([0, 1], [1])), np.ones(1, np.float32), np.zeros(1, np.uint16))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(toplist, "SMALL", 0)
        assert top(people, offers, 5).index.tolist() == [[0, 1, 2, 3, 4]]


def refused(logs: NDArray[np.float32], declines: NDArray[np.uint16]) -> None:
    """People that the table must refuse."""
    with pytest.raises(ValueError, match=r"logs|declines"):
        People(logs, declines)


def test_what_would_break_exactness_is_refused() -> None:
    """NaN, chances above 1, wrong kinds, offers without requirement or past the last place."""
    none = np.zeros(2, np.uint16)
    refused(np.full((3, 2), np.nan, np.float32), none)
    refused(np.full((3, 2), 0.1, np.float32), none)
    refused(np.zeros((3, 2)), none)  # type: ignore[arg-type]
    refused(np.zeros((3, 2), np.float32), np.zeros(3, np.uint16))
    with pytest.raises(ValueError, match="requirements"):
        Offers(np.array([0, 0], np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32), np.zeros(1, np.uint16))
    people, offers = made(1, 5, 2, 4)
    with pytest.raises(ValueError, match="place"):
        top(People(people.logs[:1], people.declines), offers)
    with pytest.raises(ValueError, match="k is"):
        top(people, offers, 0)


def test_the_bench_finds_the_brute_force_lists() -> None:
    """On synthetic people of the bench, every sampled offer has the brute force's list within 2e-6."""
    figures = run(small=True)
    assert figures["same_as_brute_force"]
    people, offers = synthetic(3000, 40)
    check(people, offers, top(people, offers, 20), 20)
