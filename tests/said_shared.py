"""The second opinion on facts that every workshop has: tools, sheet, objects judged, things left, the missing tool."""

from said_kit import NEVER, Check, Lived, bell, ended, of, span, there

from scoring.rules import EvidenceRule
from scoring.types import Observation


def judged(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    using = rule.using.model_dump()
    shown = {events[n].data["index"]: events[n].data["feature"] for n in of(events, "head_shown", block=using["block"])}
    last: dict[object, object] = {}
    for n in of(events, "head_verdict", block=using["block"]):
        last[events[n].data["index"]] = events[n].data["verdict"]
    review = [i for i, verdict in last.items() if verdict == "review"]
    hits = sum(shown[i] in using["faulty"] for i in review)
    blocks = [p.id for p in events.params.phases if p.kind == "judge"]
    of_block = events.params.heads_per_block
    all_there = bool(shown) and there(events, blocks[using["block"] - 1], len(last), of_block) == of_block
    return all_there and (item.n, item.extra) == (hits, len(review) - hits)


def exchanged(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    using = rule.using.model_dump()
    tool = using["tool"]
    swaps = of(events, "exchange", object=tool)
    others = len(of(events, "exchange")) - len(swaps)
    begun, used = (of(events, "phase", name=using["begins"]) or [NEVER])[0], (of(events, using["needed"]) or [NEVER])[0]
    cut = min([begun, *of(events, "movement_end", cause="ceiling")])
    return {
        "never": not swaps and (used < NEVER or begun == cut < NEVER),
        "with_others": others > 1, "with_another": others == 1,
        "needed": bool(swaps) and swaps[0] > used, "before": bool(swaps) and cut < swaps[0] < used,
        "prepared": bool(swaps) and swaps[0] < cut,
    }[item.case]  # fmt: skip


def ready(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """What hangs no more on the board as the first piece is set, or the first word given; else as the end begins."""
    listed = {tool.id for tool in events.params.tools if tool.listed}
    ends = [n for p in events.params.phases if p.kind == "close" for n in of(events, "phase", name=p.id)]
    first = min([*of(events, "place"), *of(events, "decide"), *of(events, "fill"), *ends], default=NEVER)
    taken: set[object] = set()
    for n, e in enumerate(events):
        if n < first and e.kind in ("tool_take", "tool_return"):
            (taken.add if e.kind == "tool_take" else taken.discard)(e.data["tool"])
    found = (len(taken & listed), len(taken - listed), len(listed))
    return (item.n, item.extra, item.reach) == found and span(events, 0)[2]


def filled(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    using = rule.using.model_dump()
    said = {events[n].data["field"]: events[n].data["value"] for n in of(events, "sheet_set")}
    late = {field for field, change in (using["after"] or {}).items() if bell(events, change) == len(events)}
    asked = {*using["answers"], using["reviewed"]} - late
    beside = {f"sheet.{field}" for field in late & said.keys()}
    told = {key for way, keys in item.apart for key in keys if way == "unasked"}
    said = {field: value for field, value in said.items() if field in asked}
    right = sum(said.get(field) == answer for field, answer in using["answers"].items())
    stock = of(events, "stock", item=using["reviewed"])
    right += bool(stock) and said.get(using["reviewed"]) == str(events[stock[-1]].data["n"])
    reach = len(using["answers"]) + 1 - len(late) if ended(events) else len(said)
    return (item.n, item.reach, told) == (right, reach, beside)


def cleared(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    fell = {events[n].data["item"]: (n, events[n].data["movement"]) for n in of(events, "fod_fall")}
    taken = [events[n].data for n in of(events, "fod_take")]
    good = {d["item"] for d in taken if d["item"] in fell and d["movement"] == fell[d["item"]][1]}
    reach = sum(one in good or span(events, n)[2] for one, (n, _) in fell.items())
    wrong = sum(d["item"] not in fell for d in taken)
    return (item.n, item.extra, item.reach) == (len(good), wrong, reach)


def accounted(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Before the pen is pressed, once a tool is missing: counted right, one too few, looked for, found."""
    using, pen = rule.using.model_dump(), (of(events, "pen") or [NEVER])[0]
    gone = (of(events, "phase", name=events.params.missing_from) or [NEVER])[0]
    if gone == NEVER or (pen == NEVER and not ended(events)):
        return False
    counts = [n for n in of(events, "count_set", item="tools") if n < pen]
    looked = [n for n in of(events, "search") if n < pen]
    found = [n for n in looked if events[n].data["found"]]
    seen = [n for n in counts if n < min(found, default=NEVER)]
    hung = [n for n in of(events, "stock", item="tools") if seen and n < seen[-1]]
    said = events[seen[-1]].data["n"] if seen else None
    moves = [events[n] for n in range(seen[-1] if seen else 0) if events[n].kind in ("tool_take", "tool_return")]
    # What is out is drawn below its hook: a count may hold it.
    last = {e.data["tool"]: e.kind for e in moves if e.data["tool"] != using["tool"]}
    out = [tool for tool, kind in last.items() if kind == "tool_take"]
    there = int(str(events[hung[-1]].data["n"])) if hung else -1
    missed = bool(hung) and said in (there, there + len(out)) and int(str(said)) < using["all_there"]
    called = bool([n for n in of(events, "call", about=using["tool"]) if gone < n < pen])
    after = [n for n in of(events, "search") if n > pen and events[n].data["found"]]
    if item.case.endswith("_after") is not (bool(after) and not found and item.case != "called"):
        return False
    return {
        "nothing": not counts and not found and pen < NEVER, "unsigned": not counts and not found and pen == NEVER,
        "miscounted": bool(counts) and not missed and not found,
        "seen": missed and not found, "found_unnoted": bool(found) and not seen,
        "found_uncounted": bool(found) and bool(seen) and not missed,
        "searched": missed and not found and len(looked) > 1, "found": missed and bool(found),
        "called": missed and not found and called and bool(looked),
    }[item.case.removesuffix("_after")]  # fmt: skip


CHECKS: dict[str, Check] = {
    "tools_ready": ready,
    "sheet_right": filled,
    "heads_judged": judged,
    "fod_cleared": cleared,
    "expired_tool": exchanged,
    "missing_tool": accounted,
}
