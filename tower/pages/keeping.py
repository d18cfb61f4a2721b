"""What is kept and what goes: purge, erasure with its certificate, saved copies, the audit."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from starlette.responses import Response

from desk.match_words import Words
from export.store import backup
from export.store.backup import heads_hold, keep_head, put_back_on, save, saved_file, saves
from export.store.erasing import Purged, codes_of_person, empty_beside, erase, erase_notes, purge_all, visits_of
from export.store.intake import find_candidate
from export.store.store import Store, StoreError, audit_holds
from export.store.term import due, people_over
from tower.beside import done_beside, is_large, refused_at_all, under_way
from tower.call import Call, sent, shown
from tower.house import House
from tower.logins import Notice

EACH = 100
CERTIFICATE = "certificate"


WORK = "keeping"
"""The name of what is done to everybody in a house of many: one thing at a time."""
HERE, UNDER_WAY = "/house/keep", "/house/keep/work"


def keep(call: Call) -> Response:
    """Whose time is over, who is to be erased, which copies there are."""
    if under_way(call, WORK):
        return call.go(UNDER_WAY)
    refused_at_all(call, WORK)
    waits = due(call.store, call.now)
    return call.page(
        "keep.html", due=waits, saves=saves(call.store), erased=len(call.store.erased_ids()),
        certificate=CERTIFICATE in call.login.kept,
    )  # fmt: skip


def purge_due(call: Call) -> Response:
    """Erase everybody whose time is over, here and beside the base."""
    words = [word for who in people_over(call.store, call.now) for word in names_of(call, who)]
    now, by, house = call.now, call.adviser, call.house

    def purge(store: Store) -> list[Notice]:
        try:
            return _purged(purge_all(store, now, by, house.beside))
        finally:
            house.later(partial(house.forget, words))

    return _done(call, purge)


def _done(call: Call, act: Callable[[Store], list[Notice]]) -> Response:
    """Do it: at once in a small house; in one of many people beside the pages, where its page says that it goes on."""
    if is_large(call):
        done_beside(call, WORK, act)
        return call.go(UNDER_WAY)
    try:
        call.login.said.extend(act(call.store))
    finally:
        call.house.settle()
    return call.go(_over(call))


def _over(call: Call) -> str:
    """Where one is led once it is done: to the certificate of who was erased, where there is one."""
    return f"{HERE}/certificate" if CERTIFICATE in call.login.kept else HERE


def work(call: Call) -> Response:
    """That it goes on; once it is over, what came of it."""
    if not under_way(call, WORK):
        return call.go(_over(call))
    return call.page("worked_out.html", title=call.text("tower.keep.work"), part=PART, doing=call.text(DOING))


PART, DOING = f"{UNDER_WAY}/progress", "tower.keep.doing"


def work_progress(call: Call) -> Response:
    """The same, alone; once it is over, the page is read again."""
    over = not under_way(call, WORK)
    return call.progress("worked_out_progress.html", over=over, part=PART, doing=call.text(DOING))


def _purged(done: Purged) -> list[Notice]:
    """What a purge did, and what it could not."""
    said = [Notice("match.purged", {"n": done.people}) if done.people else Notice("match.purged_none", {})]
    said += [Notice("match.purged_beyond", {"n": done.beyond})] if done.beyond else []
    left = ", ".join(path.name for path in done.stays)
    return said + ([Notice("candidate.file_left", {"path": left}, wrong=True)] if left else [])


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
    at = call.now.isoformat(timespec="minutes")
    certified = {"code": str(row["code"]) if row else "", "at": at, "by": call.adviser}
    certified["sheets"] = "\n".join(
        f"{call.say('tower.sheets.' + copy['detail'])}|{call.day(copy['at'])}|{copy['actor']}"
        for copy in taken_with(call, who)
    )
    words, login, house, now = names_of(call, who), call.login, call.house, call.now

    def leave(store: Store) -> list[Notice]:
        stays = empty_beside(store, who, house.beside)
        troubles: list[StoreError] = []
        try:
            erase(store, who, now, certified["by"])
        except StoreError as error:
            if _is_here(store, who):
                raise
            # They have left the base: what refused after that is on the certificate, as what is still to be erased.
            troubles = list(_each(error))
        finally:
            house.later(partial(house.forget, words))
        left = {
            "stays": "\n".join(path.name for path in stays), "saved": str(len(saves(store))),
            "troubles": "\n".join(_shown(call, trouble) for trouble in troubles),
            "copies": "" if any(trouble.key == "candidate.copy_left" for trouble in troubles) else "yes",
        }  # fmt: skip
        # After what is held of them was forgotten: the certificate bears their code.
        house.later(partial(login.kept.__setitem__, CERTIFICATE, certified | left))
        return []

    return _done(call, leave)


def _is_here(store: Store, who: str) -> bool:
    """Whether the base still holds somebody, or cannot tell."""
    try:
        return store.first_row("select 1 from candidates where candidate_id=?", who) is not None
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
    by, now = call.adviser, call.now
    return _done(call, lambda store: [Notice("tower.keep.saved", {"name": save(store, by, now).name})])


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
    house, name, by, now = call.house, call.form.get("name", ""), call.adviser, call.now
    is_back = Notice("tower.keep.is_back", {})
    if not is_large(call):
        put_back_saved(house, name, by)
        call.login.said.append(is_back)
        return call.go(HERE)
    saved = saved_file(call.store, name)
    house.forget()
    if house.server is None:
        # A file is nobody's while another takes its place: every page says so until it is open again.
        house.lend(lambda: backup.put_back(house.db, saved, by, now).close(), call.login, is_back)
        return call.go(HERE)

    def act(store: Store) -> list[Notice]:
        put_back_on(store, saved, by, now)
        house.later(house.forget)
        return [is_back]

    return _done(call, act)


def audit(call: Call) -> Response:
    """Who did what, newest first, and whether every line still follows from the one before."""
    span = call.span(int(call.store.rows("select count(*) as n from audit")[0]["n"]), EACH)
    lines = call.store.rows(
        "select a.entry, a.at, coalesce(s.label, a.actor) as actor, a.action, a.detail from audit a "
        "left join stations s on s.station_id=a.actor order by a.entry desc limit ? offset ?", span.each, span.after,
    )  # fmt: skip
    rows = [
        {**line, "said": said(call, str(line["action"]), str(line["detail"])),
         "actor": actor(call, str(line["actor"]))} for line in lines
    ]  # fmt: skip
    whole, heads = audit_holds(call.store), heads_hold(call.store)
    return call.page("audit.html", rows=rows, span=span, whole=whole, heads=heads)


def said(call: Call, action: str, detail: str = "") -> str:
    """An action in words; one that has none is named as it is written. Of a place that was corrected, both of them."""
    key = f"tower.audit.{action}"
    if action == "offer.place":
        words = Words(call.store, call.voice)
        before, after = (words.place(code) for code in detail.split(">"))
        return call.say(key, before=before, after=after)
    return call.say(key) if call.house.catalogue.has(key) else call.say("tower.audit.other", action=action)


def actor(call: Call, name: str) -> str:
    """Who: an adviser as they are declared, a post by its name, else the machine's own hands."""
    return call.say("tower.audit.command") if name == "cli" else name


def head(call: Call) -> Response:
    """Keep the head of the audit outside the base."""
    call.tell("tower.audit.head_kept", n=keep_head(call.store, call.now))
    return call.go("/house/audit")


WAYS = (
    shown(HERE, keep),
    shown(UNDER_WAY, work),
    shown(PART, work_progress, part=True),
    sent("/house/keep/purge", purge_due, "/house/keep"),
    sent("/house/keep/erase", erase_one, "/house/keep"),
    shown("/house/keep/certificate", certificate),
    sent("/house/keep/save", save_now, "/house/keep"),
    sent("/house/keep/back", put_back, "/house/keep"),
    shown("/house/audit", audit),
    sent("/house/audit/head", head, "/house/audit"),
)
