"""Who shared another day and erases today: what is said to be erased is, and nothing else is said to be."""


import pytest
from conftest import panneau
from test_consent import at_the_pass
from way_kit import press, says, settled

from export.store.landing import erased_beside
from export.store.store import Store
from game.journey.journey import Journey
from game.journey.person import Person
from game.journey.returning import earlier_of
from game.journey.settle import database
from game.screen.steps import Step
from game.station.home import Home
from game.window.look import StaticLook


def shared_before(home: Home) -> str:
    """The code of somebody who shared a workshop, the day before."""
    app = at_the_pass(home, panneau())
    press(app, "share", "months_3")
    (code,) = kept(home)
    return code


def kept(home: Home) -> list[str]:
    """The codes in the base."""
    with Store.open(database(home)) as store:
        return [str(row["code"]) for row in store.rows("select code from candidates")]


def back_at_the_pass(home: Home, code: str) -> Journey:
    """The same person at the pass of another day."""
    earlier = earlier_of(home, code)
    assert earlier is not None
    app = at_the_pass(home, panneau())
    assert app.person is not None
    app.person.leave("erased")
    app.visit.person = Person.begin(home, earlier=earlier)
    app.go(Step.BOARDING)
    return app


def names(app: Journey) -> dict[str, str]:
    """What stands on each button."""
    return {n.id: n.name for n in app.screen(StaticLook(app.comfort)).nodes}


def unsure(app: Journey, home: Home, *, taken: bool) -> None:
    """A share of which the base did not say whether it took it in."""
    person = app.person
    assert person is not None
    if taken:
        with Store.open(database(home)) as store, store.writing() as connection:
            connection.execute("update evidence_archive set visit_id=?", (person.candidate,))
    person.decide("asked", base=True)


def test_erasing_today_leaves_the_other_day_and_says_so(home: Home) -> None:
    """The pass, the question, the goodbye and the pause speak of today; the base keeps what was shared."""
    code = shared_before(home)
    app = back_at_the_pass(home, code)
    assert names(app)["erase"] == "Effacer l'essai d'aujourd'hui"
    press(app, "pause")
    assert names(app)["stop"] == "Arrêter ici et effacer l'essai d'aujourd'hui"
    press(app, "go_on", "erase")
    assert says(app)[0] == "erase_today"
    assert "un autre jour n'est pas touché" in says(app)[1]
    press(app, "yes")
    assert says(app)[0] == "goodbye.erased_today"
    assert "Tout ce qu'Envol" not in says(app)[1]
    assert kept(home) == [code]


def test_keeping_the_paper_says_what_stays_of_the_other_day(home: Home) -> None:
    code = shared_before(home)
    app = back_at_the_pass(home, code)
    press(app, "keep")
    assert "un autre jour n'est pas touché" in says(app)[1]
    assert kept(home) == [code]


@pytest.mark.parametrize("taken", [True, False])
@pytest.mark.parametrize("ends", [("erase", "yes"), ("keep",)])
def test_a_share_the_base_is_silent_about_may_take_the_other_day_with_it(
    ends: tuple[str, ...], taken: bool, home: Home
) -> None:
    """It is said before, and after it what was done."""
    code = shared_before(home)
    app = back_at_the_pass(home, code)
    unsure(app, home, taken=taken)
    press(app, ends[0])
    if len(ends) > 1:
        assert says(app)[0] == "erase_unsure"
        press(app, *ends[1:])
    stays = {True: [], False: [code]}[taken]
    assert kept(home) == stays
    assert ("n'est pas touché" in says(app)[1]) == (not taken)
    assert erased_beside(database(home)).exists() == taken


def test_who_came_for_the_first_time_is_told_that_all_is_erased(home: Home) -> None:
    app = at_the_pass(home, panneau())
    assert app.person is not None
    assert app.person.erasing == "erase"
    app.answer(Step.ERASE, "yes")
    assert says(app)[0] == "goodbye.erased"


def test_the_day_of_the_other_share_is_written_as_the_language_writes_days(home: Home) -> None:
    """No « 2026-11-28 » on a screen."""
    code = shared_before(home)
    app = Journey(panneau(), "fr", 5, home)
    app.answer(Step.ENTRY, "typed", code)
    settled(app)
    assert app.step is Step.COMES_BACK
    earlier = app.visit.earlier
    assert earlier is not None
    assert earlier.day not in says(app)[1]
    year, month, day = earlier.day.split("-")
    assert f"{day}/{month}/{year}" in says(app)[1]

