"""The tower closed from its own pages: a double click opened it, and no other window stands anywhere."""

from starlette.responses import Response

from export.store.days import open_days
from tower.call import Call, enter_for, sent, shown

HERE = "/close"


def ask(call: Call) -> Response:
    """What closing does to the pages that are open, to the games, to the sitting under way."""
    if call.house.end is None:
        return call.go("/")
    if not may_close(call):
        return call.go(enter_for(HERE))
    trial = call.house.tries.state().running if call.house.tries is not None else False
    return call.page("close.html", days=open_days(call.store) if call.house.opened else [], trial=trial)


def may_close(call: Call) -> bool:
    """Whoever has given their PIN, and anybody before there is one: another account of the machine ends no sitting."""
    return bool(call.adviser) or not call.house.ready


def close(call: Call) -> Response:
    """Close it, once this answer was given."""
    if call.house.end is None or not may_close(call):
        return call.go(HERE)
    guest = call.house.let_in
    # Nobody is there any more: the page that is left has no bar whose links lead nowhere, and asks for nothing.
    call.house.logins.lock(call.login)
    answer = call.page("closed.html", back=guest.back if guest is not None else "")
    call.house.end()
    return answer


WAYS = (shown(HERE, ask, open_to_all=True), sent(HERE, close, HERE, open_to_all=True))
