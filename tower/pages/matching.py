"""Who for an offer, which offers for a person, and what is decided of a pair: with reasons, read again, undone."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from starlette.responses import Response

from assets.spoken import word
from desk.bridge_words import BridgeWords
from desk.card_words import decision_rows, decisions_in_words
from desk.match_words import COLUMNS, Words
from desk.pages import group, only
from export.store.bridging import CONTRACTS, STATUSES, Asked, Bridging, open_offers
from export.store.decisions import Decision, decide, decisions_of, forget_words, standing, undo
from export.store.firms import firms_of
from export.store.following import outcomes_of
from export.store.lists import KeptList, kept_list, lists_of
from export.store.matching import AT_ONCE, offers_of, preselect, refuse_not_open
from export.store.moments import stamp
from export.store.observing import overrides_of
from export.store.people import counted_of, margins
from export.store.readings import unseen_by
from export.store.region import region_of
from export.store.sheets import csv_parts, to_csv
from export.store.store import Store, StoreError
from export.store.term import HELD
from scenarios.bridges import OF_A_PERSON, bridges
from scenarios.reasons import FITTING, UNDO_REASONS, VERDICTS
from scenarios.source_names import is_own, source_said
from scoring.match import ENGINE_VERSION, GROUPS, NO, NOT_ASKED, YES, Pair
from tower.call import Call, figure, sent, shown
from tower.pages.after import choices, to_pair
from tower.pages.decided import (
    ANSWERS,
    ASKED_DESPITE,
    DECLINED,
    NO_LONGER,
    UNASKED,
    answers_alone,
    asked_here,
    in_hand,
    note_ticked,
    said_of,
    standing_of,
    weigh_unasked,
)
from tower.pages.hiring import after_hiring, decided_tags
from tower.pages.observing import override_row
from tower.saying import pair_say, plan_said, point_row
from tower.settling import outlook, outlooks_of, plan_of
from tower.telling import telling_words

EACH = 20
WIDER = (20, 50, 100)
"""How many people a list may show: the usual number first."""
EVERYBODY = "all"
DECISION_COLUMNS = (
    "at", "code", "offer", "verdict", "reason", "text", "scheme", "proposed", "rules", "adviser", "state",
)  # fmt: skip



def open_list(call: Call) -> Response:
    """Opening the list of an offer is showing it: it is kept, with its reasons and with who is not in it.

    Everybody is matched anew: where they are many, beside the pages, which go on answering.
    """
    offer_id, by, limit = call.words["offer"], call.said_by, length_asked(call)
    if how_many(call) <= AT_ONCE:
        return call.go(f"/lists/{preselect(call.store, offer_id, *by, limit)[0]}")
    refuse_not_open(call.store, offer_id)

    def work(store: Store, read: Callable[[int], None]) -> dict[str, str]:
        return {"list": preselect(store, offer_id, *by, limit, read=read)[0]}

    call.house.jobs.start(list_job(call), work)
    return call.go(f"/offers/{offer_id}/list")


def length_asked(call: Call) -> int:
    """How many people a list is to show: as many as a button said, everybody for « all », else the usual number."""
    if call.form.get("most") == EVERYBODY:
        return max(1, how_many(call))
    asked = figure(call.form.get("most", ""), most=WIDER[-1])
    return asked if asked is not None and asked in WIDER else WIDER[0]


def list_under_way(call: Call) -> Response:
    """How far the opening of a list is; the list, once it is there."""
    offer_id, job = call.words["offer"], call.house.jobs.of(list_job(call))
    if job.running:
        title = telling_words(call).offer(offer_id)
        return call.page("list_under_way.html", offer_id=offer_id, title=title, n=job.done, total=how_many(call))
    call.house.jobs.drop(list_job(call))
    if job.outcome:
        return call.go(f"/lists/{job.outcome['list']}")
    if job.problem:
        call.warn("tower.list.failed")
        return call.go(f"/offers/{offer_id}")
    return call.go(f"/offers/{offer_id}/lists")


def list_progress(call: Call) -> Response:
    """How far it has come; once it is over, the page is read again, and leads to the list."""
    job = call.house.jobs.of(list_job(call))
    values = {"offer_id": call.words["offer"], "n": job.done, "total": how_many(call)}
    return call.progress("list_progress.html", over=not job.running, **values)


def list_job(call: Call) -> str:
    """The name of the work of opening a list: one at a time of an offer and an adviser."""
    return f"list {call.words['offer']} {call.adviser}"


def how_many(call: Call) -> int:
    """How many people a list is opened of: those whose time is not over."""
    (row,) = call.store.rows(f"select count(*) as n from candidates where {HELD}", stamp(call.now))
    return int(row["n"])


def lists(call: Call) -> Response:
    """The kept lists of an offer."""
    words = telling_words(call)
    offer_id = call.words["offer"]
    offers_of(call.store, offer_id)
    rows = lists_of(call.store, offer_id)[:EACH]
    return call.page("lists.html", rows=rows, offer_id=offer_id, title=words.offer(offer_id))


def one_list(call: Call) -> Response:
    """A kept list as it was shown, and who was left out by which rule."""
    kept, words = kept_list(call.store, call.words["list"]), telling_words(call)
    call.reads(*(pair.candidate_id for pair in kept.pairs))
    left = Counter(rule for _, rule in kept.left_out)
    rules = [(words.left_out_rule(rule), n) for rule, n in sorted(left.items())]
    full = sum(rule == "limit" for _, rule in kept.left_out)
    decided = decided_tags(call, kept.offer_id)
    return call.page(
        "list.html", kept=kept, title=words.offer(kept.offer_id), rules=rules, full=full,
        earlier=kept.engine_version != ENGINE_VERSION,
        wider=[n for n in WIDER if len(kept.pairs) < n < len(kept.pairs) + full], everybody=EVERYBODY,
        ended=group(kept.pairs[-1]) if kept.pairs else "", open=words.offers[kept.offer_id]["status"] == "open",
        groups=[(name, [
            {**pair_row(words, pair), "decided": decided.get(pair.candidate_id, [])}
            for pair in only(kept.pairs, name)
        ]) for name in GROUPS] if kept.pairs else [],
    )  # fmt: skip


def left_out(call: Call) -> Response:
    """Everybody a list left out, by rule, a page at a time: they can always be reached."""
    words, list_id = telling_words(call), call.words["list"]

    def sorted_out() -> tuple[KeptList, list[tuple[str, str]]]:
        kept = kept_list(call.store, list_id)
        left = sorted(kept.left_out, key=lambda out: (out[1], words.codes[out[0]], out[0]))
        return replace(kept, left_out=()), left

    # Of a large house nearly everybody is in it: put in order once until the base changes, for its pages.
    kept, rows = call.house.once(f"left out {list_id}", sorted_out)
    span = call.span(len(rows), EACH * 5)
    rows_left = [
        {"code": words.codes[who], "who": who, "said": words.left_out_rule(rule)} for who, rule in span.of(rows)
    ]
    return call.page("left_out.html", kept=kept, rows=rows_left, span=span, title=words.offer(kept.offer_id))


def list_sheet(call: Call) -> Response:
    """A kept list as the sheet that `envol lists show --csv` writes."""
    kept, words = kept_list(call.store, call.words["list"]), telling_words(call)
    call.reads(*(pair.candidate_id for pair in kept.pairs))
    return call.sheet("liste.csv", pairs_sheet(words, kept.pairs, "adviser"), "list")


def pairs_sheet(words: Words, pairs: Sequence[Pair], side: str) -> bytes:
    """Pairs as rows of a sheet."""
    return to_csv({c: words.say(f"match.column.{c}") for c in COLUMNS}, [words.row(pair, side) for pair in pairs])


def pair_row(words: Words, pair: Pair) -> dict[str, Any]:
    """A pair as a page shows it: its requirements in four words, its conditions in three."""
    return {
        "pair": pair, "code": words.codes[pair.candidate_id], "who": pair.candidate_id,
        "offer_id": pair.offer_id, "offer": words.offer(pair.offer_id), "chances": words.tenths(pair),
        "reasons": [point_row(words, r, pair) for r in pair.reasons],
        "conditions": [(state, [words.condition(c.constraint, pair) for c in pair.conditions if c.state == state])
                       for state in (NO, NOT_ASKED, YES) if any(c.state == state for c in pair.conditions)],
        "change": words.change_line(pair), "say": pair_say(words.voice, words, pair),
    }  # fmt: skip


def situation(call: Call, who: str) -> Asked:
    """What this adviser said of this person, once, for the rules: held with the open page, kept nowhere."""
    kept = call.login.kept.get(f"situation:{who}", {})
    facts = {name: kept[name] == "yes" for name in OF_A_PERSON if kept.get(name) in ("yes", "no")}
    status = next((status for status in STATUSES if status == kept.get("person")), None)
    contract = next((contract for contract in CONTRACTS if contract == kept.get("contract")), None)
    return Asked(status, contract, None, facts)


def pair(call: Call) -> Response:
    """One person and one offer: reasons, ways in, what was decided, and the decision to take."""
    offer_id, who = call.words["offer"], call.words["who"]
    call.reads(who)
    there = call.house.once("open offers", lambda: open_offers(call.store))
    bridging = Bridging(call.store, call.now, who, groups=call.house.held.groups, there=there)
    ways = bridging.ways(offer_id, situation(call, who))
    words = telling_words(call)
    bridge = BridgeWords(words)
    region = region_of(call.store)
    past_decisions, stands = decisions_of(call.store, who, offer_id), standing(call.store, offer_id, who)
    now, waiting = standing_of(past_decisions), call.contests(who)
    hand = call.login.kept.pop(in_hand(offer_id, who), {})
    just = call.login.kept.pop(just_decided(offer_id, who), {}).get("decision", "")
    employer = words.offers[offer_id]["employer_id"]
    return call.page(
        "pair.html", row=pair_row(words, ways.pair), asks=asked_here(words, ways.pair),
        aloud=said_of(call, words, ways.pair, now, bool(waiting)),
        stands=decision_rows([now], words)[0] if now else None,
        plan=plan_here(call, words, ways.pair),
        ways=[{"id": way.id, "label": bridge.label(way.id), "lines": bridge.parts(way, ways, region),
               "sources": sources_of(call, bridge.rules[way.id].sources),
               "own": all(is_own(source) for source in bridge.rules[way.id].sources)} for way in ways.proposed],
        checked=bridges().checked,
        out=[(bridge.label(left_out.id), bridge.reason(left_out.why)) for left_out in ways.out],
        decisions=list(zip(past_decisions, decision_rows(past_decisions, words), strict=True)),
        scheme=hand.get("scheme") or (str(now["scheme"] or "") if now else ""), in_words=hand.get("text", ""),
        no_longer=now is not None and now["verdict"] in NO_LONGER,
        seen=stands, just=just if just == stands else "",
        # Whoever contests may say no themselves; nothing else is decided before an answer.
        verdicts=[(verdict, FITTING[verdict]) for verdict in VERDICTS if not waiting or verdict == DECLINED],
        first=ways.proposed[0].id if ways.proposed else "", despite=call.amiss(ASKED_DESPITE),
        unasked_first=call.amiss(UNASKED),
        tried=call.typed("choice").partition(":")[0].removeprefix(ANSWERS),
        undo=UNDO_REASONS, tied=any(f["employer_id"] == employer for f in firms_of(call.store, call.adviser)),
        overrides=[override_row(call, words, row) for row in overrides_of(call.store, who) if row["stands"]],
        outcomes=outcomes_of(call.store, who, offer_id), follow=choices(call),
        waiting=waiting, hired=after_hiring(call, words, who),
        # What was sent back, too, came from the list.
        list_id=call.query.get("list", "") or call.typed("list"),
        asked=call.login.kept.get(f"situation:{who}", {}), statuses=STATUSES, facts=OF_A_PERSON, contracts=CONTRACTS,
        word=lambda kind, name: word(call.say, kind, name),
    )  # fmt: skip


def plan_here(call: Call, words: Words, pair: Pair) -> dict[str, Any]:
    """What of the person's own plan this offer asks; what is shown, but not at the level it asks, is put beside it."""
    who, language = pair.candidate_id, call.login.language
    looks, spans = outlooks_of(call.store, who, call.now, words), margins(call.store, who)
    played = counted_of(call.store, who)
    asked = [
        looks[reason.habilete] if looks[reason.habilete].statement != "shown"
        else outlook(reason.habilete, reason.statement, played, spans[reason.habilete], language, reason.level)
        for reason in (words.told_reason(reason, pair) for reason in pair.reasons) if reason.state != "met"
    ]  # fmt: skip
    return plan_said(words, plan_of(looks.values()).within(asked))


def sources_of(call: Call, sources: Sequence[str]) -> list[str]:
    """Sources as a reader knows them: title and publisher."""
    return [source_said(source, call.login.language) for source in sources]


def say_situation(call: Call) -> Response:
    """What the adviser says of a person for the rules, asked once."""
    who = call.words["who"]
    kept = {name: call.form.get(name, "") for name in ("person", "contract", *OF_A_PERSON)}
    call.login.kept[f"situation:{who}"] = {name: value for name, value in kept.items() if value}
    return to_pair(call, call.words["offer"], who, "ways")


def take(call: Call) -> Response:
    """A decision by a button that says verdict and reason at once."""
    offer_id, who, form = call.words["offer"], call.words["who"], call.form
    verdict, _, reason = form.get("choice", "").partition(":")
    if verdict == ANSWERS:
        return answers_alone(call)
    note_ticked(call)
    text = weigh_unasked(call, verdict)
    scheme = form.get("scheme", "") or None
    decision = Decision(
        offer_id, who, verdict, reason, call.adviser, scheme, form.get("list") or None, situation(call, who),
        form.get("overrule") == "yes", form.get("seen", ""), text, form.get("first"),
        form.get("despite") == "yes",
    )  # fmt: skip
    call.login.kept[just_decided(offer_id, who)] = {
        "decision": decide(call.store, decision, call.now, call.house.held.groups)
    }
    said = {"verdict": call.say(f"decisions.made.{verdict}"), "reason": word(call.say, "reason", reason)}
    label = BridgeWords(telling_words(call)).label(scheme) if scheme else ""
    call.tell("tower.pair.decided_by" if label else "tower.pair.decided", **said, scheme=label)
    return to_pair(call, offer_id, who, "decide")


def just_decided(offer_id: str, who: str) -> str:
    """Where the decision that was taken a moment ago is held until its page is read: there it can be undone at once."""
    return f"decided:{offer_id}/{who}"


def take_back(call: Call) -> Response:
    """A decision is undone with a reason; it stays to be read."""
    row = call.store.first_row(
        "select offer_id, candidate_id from decisions where decision_id=?", call.words["decision"]
    )
    if row is None:
        raise StoreError("decisions.unknown", got="")
    undo(call.store, call.words["decision"], call.form.get("reason", ""), call.adviser, call.now)
    call.tell("tower.pair.undone")
    return to_pair(call, row["offer_id"], row["candidate_id"], "history")


def drop_words(call: Call) -> Response:
    """What was added to a reason is erased; the decision stays."""
    row = call.store.first_row(
        "select offer_id, candidate_id from decisions where decision_id=?", call.words["decision"]
    )
    if row is None:
        raise StoreError("decisions.unknown", got="")
    forget_words(call.store, call.words["decision"], *call.said_by)
    call.tell("tower.pair.words_gone")
    return to_pair(call, row["offer_id"], row["candidate_id"], "history")


def _seen(call: Call, decisions: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Decisions but for those on whom the adviser observes: what was decided tells of the result."""
    hidden = unseen_by(call.store, call.adviser)
    return [decision for decision in decisions if decision["candidate_id"] not in hidden]


def decisions(call: Call) -> Response:
    """Every decision, newest first, a page at a time."""
    span = call.span(int(call.store.rows("select count(*) as n from decisions")[0]["n"]), EACH * 2)
    decided = _seen(call, decisions_of(call.store, most=span.each, after=span.after))
    rows = list(zip(decided, decision_rows(decided, telling_words(call)), strict=True))
    return call.page("decisions.html", rows=rows, span=span)


def decisions_sheet(call: Call) -> Response:
    """The same, whole, as a sheet."""
    decided, words = _seen(call, decisions_of(call.store)), telling_words(call)
    heads = {name: call.say(f"decisions.column.{name}") for name in DECISION_COLUMNS}
    # In words a few at a time: all of them in words beside all of them as they are kept took two megabytes more.
    rows = decisions_in_words(decided, words)
    in_parts = iter(lambda: list(islice(rows, AT_ONCE)), [])
    return call.sheet("decisions.csv", b"".join(csv_parts(heads, in_parts)), "decisions")


WAYS = (
    sent("/offers/{offer}/list", open_list, "/offers/{offer}"),
    shown("/offers/{offer}/list", list_under_way),
    shown("/offers/{offer}/list/progress", list_progress, part=True),
    shown("/offers/{offer}/lists", lists),
    shown("/lists/{list}", one_list),
    shown("/lists/{list}/left-out", left_out),
    shown("/lists/{list}/list.csv", list_sheet),
    shown("/pairs/{offer}/{who}", pair),
    sent("/pairs/{offer}/{who}", take, "/pairs/{offer}/{who}#decide", free=("text",)),
    sent("/pairs/{offer}/{who}/situation", say_situation, "/pairs/{offer}/{who}"),
    sent("/decisions/{decision}/undo", take_back, "/decisions"),
    sent("/decisions/{decision}/words", drop_words, "/decisions"),
    shown("/decisions", decisions),
    shown("/decisions/list.csv", decisions_sheet),
)
