"""What is done at the door: the first start, the PIN, the lock, the language."""

from collections.abc import Mapping

from starlette.responses import Response

from assets.texts import languages
from export.store.advisers import declare, read_id
from export.store.beside import organisation_beside
from export.store.matching import load_examples
from export.store.pins import enter, refuse_pin, set_pin
from export.store.region import find_region, use_region
from export.store.settings import name_organisation, refuse_name
from export.store.store import StoreError
from tower.call import Call, sent
from tower.pages.doors import DOORS


def begin(call: Call) -> Response:
    """Make the base where there is none, its keys, its region, its first adviser, who is then in.

    All that can be refused is looked at before anything is made.
    """
    house, form = call.house, call.form
    if house.ready:
        return call.go("/")
    refuse_name(form.get("organisation", ""))
    find_region(form.get("region", ""))
    read_id(form.get("adviser", ""))
    pin = twice(form)
    refuse_pin(pin)
    house.open(make=True)
    who = declare(house.store, form.get("adviser", ""), call.now)
    organisation_beside(house.db, made_in=house.home)
    load_examples(house.store, call.now)
    use_region(house.store, form.get("region", ""), call.now, who)
    name_organisation(house.store, form.get("organisation", ""), (who, call.now))
    # The last thing: until it is there, the first start begins again.
    set_pin(house.store, who, pin, who, call.now)
    house.logins.enter(call.login, who)
    call.tell("tower.first.done", name=house.organisation)
    return call.go("/")


def trial(call: Call) -> Response:
    """A room of robots opens beside, to try everything: never in this base."""
    if call.house.trial is None or call.house.ready:
        return call.go("/first")
    call.house.trial()
    call.tell("tower.first.trial_opens")
    return call.go("/first")


def twice(form: Mapping[str, str]) -> str:
    """A PIN that was typed the same twice. Raises StoreError."""
    if form.get("pin", "") != form.get("pin_again", ""):
        raise StoreError("pin.differs")
    return form.get("pin", "")


def come_in(call: Call) -> Response:
    """The right PIN leads back to the page that was open."""
    who = enter(call.store, call.form.get("adviser", ""), call.form.get("pin", ""), call.now)
    call.house.logins.enter(call.login, who)
    return call.go(call.login.last or "/")


def lock(call: Call) -> Response:
    """Leave the machine: the PIN is asked again."""
    call.house.logins.lock(call.login)
    return call.go("/enter")


def language(call: Call) -> Response:
    """Read the tower in another language."""
    wanted = call.form.get("language", "")
    if wanted in languages():
        call.login.language = wanted
    back = call.form.get("back", "/")
    return call.go(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")


WAYS = (
    *DOORS,
    sent("/first", begin, "/first", open_to_all=True),
    sent("/first/robots", trial, "/first", open_to_all=True),
    sent("/enter", come_in, "/enter", open_to_all=True),
    sent("/lock", lock, "/enter", open_to_all=True),
    sent("/language", language, "/", open_to_all=True),
)
