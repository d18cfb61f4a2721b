"""What came and was not taken in: when, from which computer, why, and what to do."""

from starlette.responses import Response

from export.store.aside import SetAside, done_with, set_aside
from export.store.store import StoreError
from tower.call import Call, figure, sent, shown

HERE = "/house/aside"
EACH = 50


def aside(call: Call) -> Response:
    """The lines that nobody is done with, the last first."""
    lines = set_aside(call.store)
    span = call.span(len(lines), EACH)
    rows = [{"line": refused.line, "at": refused.seen_at, "of": computer(call, refused), "why": why(call, refused),
             "what": to_do(call, refused)} for refused in span.of(lines)]  # fmt: skip
    return call.page("aside.html", rows=rows, span=span)


def computer(call: Call, refused: SetAside) -> str:
    """Which computer it comes from, as far as that is known."""
    if not refused.label:
        return call.say("tower.aside.unknown")
    return refused.label if refused.sure else call.text("tower.aside.claims", label=refused.label)


def why(call: Call, refused: SetAside) -> str:
    """Why it is not in: the sentence that was said then, or that what it says is over."""
    return call.text("tower.aside.not_then" if refused.enrolled_since else refused.reason)


def to_do(call: Call, refused: SetAside) -> str:
    """What there is to do about a reason."""
    if refused.enrolled_since:
        return call.text("tower.aside.do.since")
    return call.text(f"tower.aside.do.{refused.reason.rpartition('.')[2]}")


def done(call: Call) -> Response:
    """Somebody looked: the line is off the page."""
    line = figure(call.form.get("line", ""))
    if line is None:
        raise StoreError("tower.error.form")
    done_with(call.store, line, call.said_by)
    call.tell("tower.aside.done_told")
    return call.go(HERE)


WAYS = (shown(HERE, aside), sent(HERE + "/done", done, HERE))
