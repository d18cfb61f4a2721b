"""What is kept and what goes: purge, erasure with its certificate, saved copies, the audit."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from starlette.responses import Response

from export.store import backup
from export.store.backup import heads_hold, keep_head, put_back_on, save, saved_file, saves
from export.store.erasing import codes_of_person, empty_beside, erase, erase_notes, purge_all, visits_of
from export.store.intake import find_candidate
from export.store.store import StoreError, audit_holds
from export.store.term import due, people_over
from tower.call import Call, sent, shown
from tower.house import House

EACH = 100
CERTIFICATE = "certificate"


def keep(call: Call) -> Response:
    """Whose time is over, who is to be erased, which copies there are."""
    waits = due(call.store, call.now)
    return call.page("keep.html", due=waits, saves=saves(call.store), erased=len(call.store.erased_ids()))


def purge_due(call: Call) -> Response:
    """Erase everybody whose time is over, here and beside the base."""
    words = [word for who in people_over(call.store, call.now) for word in names_of(call, who)]
    try:
        done = purge_all(call.store, call.now, call.adviser, call.house.beside)
    finally:
        call.house.forget(words)
    call.tell("match.purged", n=done.people) if done.people else call.tell("match.purged_none")
    if done.beyond:
        call.tell("match.purged_beyond", n=done.beyond)
    if done.stays:
        raise StoreError("candidate.file_left", path=", ".join(path.name for path in done.stays))
    return call.go("/house/keep")


def names_of(call: Call, who: str) -> set[str]:
    """The ids and codes under which somebody may stand in what is held with an open page."""
    return {*visits_of(call.store, who), *codes_of_person(call.store, who)}


def erase_one(call: Call) -> Response:
    """Erase one person, by code or by id, after the word that is asked; then the certificate."""
    if call.form.get("sure") != "yes":
        raise StoreError("tower.keep.not_sure")
    typed = call.form.get("who", "")
    try:
        who = find_candidate(call.store, typed)
    except StoreError as error:
        notes = erase_notes(call.store, typed, call.now, call.adviser) if error.key == "candidate.unknown" else 0
        if not notes:
            raise
        call.tell("candidate.notes_erased", n=notes)
        return call.go("/house/keep")
    row = call.store.first_row("select * from candidates where candidate_id=?", who)
    code = str(row["code"]) if row else ""
    copies, words = taken_with(call, who), names_of(call, who)
    stays = empty_beside(call.store, who, call.house.beside)
    troubles: list[StoreError] = []
    try:
        erase(call.store, who, call.now, call.adviser)
    except StoreError as error:
        if _is_here(call, who):
            raise
        # They have left the base: what refused after that is named on the certificate, as what is still to be erased.
        troubles = list(_each(error))
    finally:
        call.house.forget(words)
    call.login.kept[CERTIFICATE] = {
        "code": code, "at": call.now.isoformat(timespec="minutes"), "by": call.adviser,
        "sheets": "\n".join(f"{call.say('tower.sheets.' + copy['detail'])}|{call.day(copy['at'])}|{copy['actor']}"
                            for copy in copies),
        "stays": "\n".join(path.name for path in stays), "saved": str(len(saves(call.store))),
        "troubles": "\n".join(_shown(call, trouble) for trouble in troubles),
        "copies": "" if any(trouble.key == "candidate.copy_left" for trouble in troubles) else "yes",
    }  # fmt: skip
    return call.go("/house/keep/certificate")


def _is_here(call: Call, who: str) -> bool:
    """Whether the base still holds somebody, or cannot tell."""
    try:
        return call.store.first_row("select 1 from candidates where candidate_id=?", who) is not None
    except StoreError:
        return True


def _each(error: StoreError) -> Iterator[StoreError]:
    """A trouble, and the one that was under way when it came: pages, then copies, may both refuse."""
    if isinstance(error.__context__, StoreError):
        yield from _each(error.__context__)
    yield error


def _shown(call: Call, error: StoreError) -> str:
    """A trouble in a sentence, on one line, of files by their names alone: a page shows no folder of the machine."""
    values = dict(error.values)
    if "path" in values:
        values["path"] = ", ".join(Path(path).name for path in str(values["path"]).split(", "))
    return " ".join(call.say(error.key, **values).split())


def taken_with(call: Call, who: str) -> list[dict[str, Any]]:
    """The sheets that were taken since a person came: they may stand in any of them."""
    return call.store.rows(
        "select at, actor, detail from audit where action='sheet.take' and (object=? or (object='' and at>=("
        "select created_at from candidates where candidate_id=?))) order by entry", who, who,
    )  # fmt: skip


def certificate(call: Call) -> Response:
    """What was erased, by whom and when, and what is still to be destroyed by hand; shown once, to be printed."""
    kept = call.login.kept.pop(CERTIFICATE, None)
    if not kept:
        return call.go("/house/keep")
    sheets = [line.split("|") for line in kept["sheets"].split("\n") if line]
    stays, troubles = (kept[name].splitlines() for name in ("stays", "troubles"))
    return call.page("certificate.html", one=kept, sheets=sheets, left_there=stays, troubles=troubles)


def save_now(call: Call) -> Response:
    """Save a copy beside the base."""
    path = save(call.store, call.adviser, call.now)
    call.tell("tower.keep.saved", name=path.name)
    return call.go("/house/keep")


def put_back_saved(house: House, name: str, by: str) -> None:
    """Put a saved copy in the place of the base. Raises StoreError, and the base that was is open again."""
    saved = saved_file(house.store, name)
    if house.server is not None:
        house.forget()
        put_back_on(house.store, saved, by, house.now())
        return
    house.close()
    house.forget()
    try:
        backup.put_back(house.db, saved, by, house.now()).close()
    finally:
        house.open()


def put_back(call: Call) -> Response:
    """Put a saved copy in the place of the base; who was erased since stays erased."""
    if call.form.get("sure") != "yes":
        raise StoreError("tower.keep.not_sure")
    put_back_saved(call.house, call.form.get("name", ""), call.adviser)
    call.tell("tower.keep.is_back")
    return call.go("/house/keep")


def audit(call: Call) -> Response:
    """Who did what, newest first, and whether every line still follows from the one before."""
    span = call.span(int(call.store.rows("select count(*) as n from audit")[0]["n"]), EACH)
    lines = call.store.rows(
        "select a.entry, a.at, coalesce(s.label, a.actor) as actor, a.action from audit a left join stations s "
        "on s.station_id=a.actor order by a.entry desc limit ? offset ?", span.each, span.after,
    )  # fmt: skip
    rows = [{**line, "said": said(call, str(line["action"])), "actor": actor(call, str(line["actor"]))}
            for line in lines]  # fmt: skip
    whole, heads = audit_holds(call.store), heads_hold(call.store)
    return call.page("audit.html", rows=rows, span=span, whole=whole, heads=heads)


def said(call: Call, action: str) -> str:
    """An action in words; one that has none is named as it is written."""
    key = f"tower.audit.{action}"
    return call.say(key) if call.house.catalogue.has(key) else call.say("tower.audit.other", action=action)


def actor(call: Call, name: str) -> str:
    """Who: an adviser as they are declared, a post by its name, else the machine's own hands."""
    return call.say("tower.audit.command") if name == "cli" else name


def head(call: Call) -> Response:
    """Keep the head of the audit outside the base."""
    call.tell("tower.audit.head_kept", n=keep_head(call.store, call.now))
    return call.go("/house/audit")


WAYS = (
    shown("/house/keep", keep),
    sent("/house/keep/purge", purge_due, "/house/keep"),
    sent("/house/keep/erase", erase_one, "/house/keep"),
    shown("/house/keep/certificate", certificate),
    sent("/house/keep/save", save_now, "/house/keep"),
    sent("/house/keep/back", put_back, "/house/keep"),
    shown("/house/audit", audit),
    sent("/house/audit/head", head, "/house/audit"),
)
