"""What is done at the door: the first start, the PIN, the lock, the language."""

from collections.abc import Mapping
from math import ceil

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from starlette.responses import PlainTextResponse, Response

from assets.texts import languages
from export.store.advisers import declare, read_id
from export.store.beside import organisation_beside
from export.store.matching import load_examples
from export.store.pins import enter, refuse_pin, set_pin
from export.store.region import find_region, use_region
from export.store.settings import name_organisation, refuse_name
from export.store.store import StoreError
from tower.call import Call, at_the_door, enter_for, own_page, sent
from tower.drafts import typed_form
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


def twice(form: Mapping[str, str]) -> str:
    """A PIN that was typed the same twice. Raises StoreError."""
    if form.get("pin", "") != form.get("pin_again", ""):
        raise StoreError("pin.differs")
    return form.get("pin", "")


def come_in(call: Call) -> Response:
    """The right PIN leads back to the page that was open."""
    who = enter(call.store, call.form.get("adviser", ""), call.form.get("pin", ""), call.now)
    own = call.login.whose in ("", who)
    call.house.logins.enter(call.login, who)
    return call.go((own_page(call.form.get("page", "")) if own else "") or "/")


def lock(call: Call) -> Response:
    """Leave the machine: the PIN is asked again, then the same page."""
    call.house.logins.lock(call.login)
    return call.go(enter_for(call.form.get("back", "")))


class DraftForm(BaseModel):
    """A form as the page's script says it."""

    model_config = ConfigDict(extra="forbid")
    to: str
    values: dict[str, list[str]]


DRAFT = TypeAdapter(list[DraftForm])


def draft(call: Call) -> Response:
    """What stands typed on a page and is not sent; the answer is how many seconds the page may stay, 0 when locked.

    `again`: another form of the page is on its way, after which it is shown again.
    """
    who, page = call.login.whose, own_page(call.form.get("page", ""))
    try:
        forms = DRAFT.validate_json(call.form.get("forms", ""))
    except ValidationError:
        return PlainTextResponse("0", 400)
    if who and page:
        typed = [typed_form(form.to, form.values) for form in forms]
        call.house.logins.drafts.keep(who, page, typed, due=call.form.get("again") == "yes")
    return PlainTextResponse(str(ceil(call.house.logins.left_s(call.login))))


def language(call: Call) -> Response:
    """Read the tower in another language."""
    wanted = call.form.get("language", "")
    if wanted in languages():
        call.login.language = wanted
    back = call.form.get("back", "/")
    at_door = back == "/first" or back.partition("?")[0] == "/enter"
    return call.go(back if at_door and back.isascii() and back.isprintable() else own_page(back) or "/")


WAYS = (
    *DOORS,
    sent("/first", begin, "/first", open_to_all=True),
    at_the_door("/enter", come_in, "/enter"),
    at_the_door("/lock", lock, "/enter"),
    at_the_door("/language", language, "/"),
    at_the_door("/draft", draft, "/enter", part=True),
)
