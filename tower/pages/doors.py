"""The pages at the door, which need no other: what is asked once, and the PIN."""

from starlette.responses import Response

from export.store.pins import with_pin
from scenarios.regions import regions
from tower.call import Call, own_page, shown


def first(call: Call) -> Response:
    """What is asked once, when nobody can enter yet."""
    if call.house.ready:
        return call.go("/")
    people = call.store.rows("select count(*) as n from candidates")[0]["n"] if call.house.opened else 0
    return call.page("first.html", regions=regions(), people=people, bare=True)


def door(call: Call) -> Response:
    """Who is there?"""
    page = own_page(call.query.get("page", "") or call.typed("page"))
    if call.adviser:
        return call.go(page or "/")
    waits = call.house.logins.drafts.waits(call.login.locked_for, page.partition("#")[0])
    return call.page("enter.html", advisers=with_pin(call.store), page=page, waits=waits, bare=True)


def inside(call: Call) -> Response:
    """Whoever has given their PIN stands behind the door already: nobody is led here."""
    return call.go("/enter")


DOORS = (shown("/first", first, open_to_all=True), shown("/enter", door, open_to_all=True))
FIRST = (shown("/", inside), *DOORS)
"""What is shown before anything else is loaded; whoever is not in yet is led from "/" to one of the doors."""
