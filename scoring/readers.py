"""Readers: what a rule looks at in the log of a workshop of fastening. Each gives (raw value, indexes of events)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scenarios.vocabulary import Event
from scoring.families import d_prime, middle, steps

Using = Mapping[str, Any]
Raw = tuple[float | None, tuple[int, ...]]
FAULTY_HEADS = ("cocked", "gap", "crushed", "mark")


class Log:
    """The events of the exercise, by kind, with their place in the run's list; practice is left out."""

    def __init__(self, events: Sequence[Event], keys: Mapping[str, Any], device: str) -> None:
        self.keys = keys
        self.device = device
        self._kinds: dict[str, list[tuple[int, Event]]] = {}
        practice = False
        for at, event in enumerate(events):
            if event.kind == "phase":
                practice = event.data["name"] == "practice"
            if not practice:
                self._kinds.setdefault(event.kind, []).append((at, event))

    def of(self, kind: str, **where: object) -> list[tuple[int, Event]]:
        """Events of a kind whose data hold these values."""
        return [(at, e) for at, e in self._kinds.get(kind, []) if all(e.data.get(k) == v for k, v in where.items())]

    def hole(self, name: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = next(z["holes"][name] for z in self.keys["zones"].values() if name in z["holes"])
        return found

    def right_stem(self, name: str, revised: bool) -> int:
        """The stem the work order gives for a hole."""
        spec = self.hole(name)
        e = spec["e_b_um"] if revised and spec["e_b_um"] else spec["e_um"]
        low, high = self.keys["stem_limits_um"]
        stem: int = self.keys["bins"][0 if e <= low else 1 if e <= high else 2]["stem_mm"]
        return stem

    def target_shown(self, at: int) -> int:
        """The height of head (um) that the open document gives at an event."""
        target: int = self.keys["target_b_um" if _target_doc(self, at) else "target_um"]
        return target

    @property
    def bell(self) -> int:
        """Index of the event of the revision, or one past every event."""
        found = self.of("bell", event="revision_b")
        return found[0][0] if found else 1 << 60


def _target_doc(log: "Log", at: int) -> bool:
    """Whether the folder of the revision is open at an event."""
    chosen = [e for when, e in log.of("folder") if log.bell < when < at]
    return bool(chosen) and chosen[-1].data["folder"] == log.keys["folder_right"]


def _at(found: Sequence[tuple[int, Event]]) -> tuple[int, ...]:
    return tuple(at for at, _ in found)


def tools_ready(log: Log, using: Using) -> Raw:
    """Listed tools taken minus others, before the first rivet."""
    first = log.of("place")[0][0] if log.of("place") else 1 << 60
    listed = {t["id"] for t in log.keys["tools"] if t["listed"]}
    taken = [(at, e) for at, e in log.of("tool_take") if at < first]
    names = {e.data["tool"] for _, e in taken}
    return float(len(names & listed) - len(names - listed)), _at(taken)


def right_stems(log: Log, using: Using) -> Raw:
    """Rivets from the right bin in a zone; `holes` limits them, `gauged` asks for a reading of that hole before."""
    right, used = 0, []
    for at, e in log.of("place", zone=using["zone"]):
        hole = str(e.data["hole"])
        if hole in using.get("except", []) or ("holes" in using and hole not in using["holes"]):
            continue
        read = any(other < at for other, _ in log.of("pige_read", hole=hole))
        if e.data["stem"] == log.right_stem(hole, at > log.bell) and (read or not using.get("gauged")):
            right += 1
        used.append(at)
    return float(right), tuple(used)


def order_followed(log: Log, using: Using) -> Raw:
    """Steps at which the rivet set is the next one of the document."""
    placed = [(at, e) for at, e in log.of("place", zone=using["zone"]) if e.data["hole"] in using["order"]]
    return float(steps([str(e.data["hole"]) for _, e in placed], using["order"])), _at(placed)


def checks_due(log: Log, using: Using) -> Raw:
    """Checks with the calibre in force, made when due: `due` is the list of counts of rivets, one more allowed."""
    checks = [
        (at, e) for at, e in log.of("check", calibre=using["calibre"]) if (at > log.bell) == (using["calibre"] == "B")
    ]
    due = [int(n) for n in using["due"]]
    met = [n for n in due if any(int(e.data["placed"]) in (n, n + 1) for _, e in checks)]
    return float(len(met)), _at(checks)


def sheet_right(log: Log, using: Using) -> Raw:
    """Fields of the sheet set right at the end; the number of heads refused is what the person refused."""
    answers = {str(e.data["field"]): str(e.data["value"]) for _, e in log.of("sheet_set")}
    last = {(e.data["block"], e.data["index"]): e.data["verdict"] for _, e in log.of("head_verdict")}
    refused = sum(verdict == "review" for verdict in last.values())
    right = sum(answers.get(k) == v for k, v in using["answers"].items())
    right += answers.get("refused_heads") == str(refused)
    return float(right), _at(log.of("sheet_set"))


def counts_right(log: Log, using: Using) -> Raw:
    """Quantities counted exactly: what is left in each bin, the red box, the tags."""
    said = {str(e.data["item"]): int(e.data["n"]) for _, e in log.of("count_set")}
    taken = [e for _, e in log.of("pick")]
    back = [e for _, e in log.of("put_back")]
    truth = {
        f"bin{b['number']}": b["quantity"]
        - sum(e.data["bin"] == b["number"] for e in taken)
        + sum(e.data["bin"] == b["number"] for e in back)
        for b in log.keys["bins"]
    }
    truth["red_box"] = len(log.of("isolate"))
    truth["tags"] = log.keys["tags"] - len(log.of("tag"))
    return float(sum(said.get(k) == v for k, v in truth.items())), _at(log.of("count_set"))


def head_error(log: Log, using: Using) -> Raw:
    """Median distance (um) of head height from the target the person was shown, at least `least` heads of a zone.

    `tool` keeps the heads made with one squeezer. After the bell the new target is shown once the right folder is
    open: whoever still works by the old one is judged on the hand here, and on the folder elsewhere.
    """
    heads = [(at, e) for at, e in log.of("head", zone=using["zone"]) if 2000 <= int(e.data["start_um"]) <= 6000]
    heads = [(at, e) for at, e in heads if using.get("tool", e.data["tool"]) == e.data["tool"]]
    errors = [abs(int(e.data["h_um"]) - log.target_shown(at)) for at, e in heads]
    return middle(errors, int(using["least"])), _at(heads)


def clean_heads(log: Log, using: Using) -> Raw:
    """Heads formed in one or two pulls without marking the skin."""
    heads = [
        (at, e) for at, e in log.of("head") if e.data["formed"] and int(e.data["pulls"]) <= 2 and not e.data["traces"]
    ]
    return float(len(heads)), _at(heads)


def soft_contacts(log: Log, using: Using) -> Raw:
    """Heads on which the jaw came down softly (at most 400 u/s)."""
    heads = [(at, e) for at, e in log.of("head") if e.data["formed"] and 0 <= int(e.data["v_contact"]) <= 400]
    return float(len(heads)), _at(heads)


def placement(log: Log, using: Using) -> Raw:
    """Median distance (um) between rivet and hole when it is put in, at least `least` rivets."""
    placed = log.of("place")
    return middle([int(e.data["distance_um"]) for _, e in placed], int(using["least"])), _at(placed)


def rivets_sorted(log: Log, using: Using) -> Raw:
    """d' on the rivets picked in a movement: faulty ones put in the red box against sound ones put there."""
    isolated = {str(e.data["rivet"]) for _, e in log.of("isolate")}
    hits = false = 0
    picked = log.of("pick", movement=using["movement"])
    for _, e in picked:
        if e.data["true_stem"] != e.data["stem"]:
            continue  # the mixed bin is another rule's business
        faulty = bool(e.data["bend_mdeg"]) or bool(e.data["nick"]) or e.data["lot"] != e.data["bin_lot"]
        if e.data["rivet"] in isolated:
            hits, false = hits + faulty, false + (not faulty)
    return d_prime(hits, int(using["signals"]), false, int(using["noises"])), _at(picked)


def heads_judged(log: Log, using: Using) -> Raw:
    """d' on a block of heads: faulty ones marked « to review » against sound ones."""
    features = {int(e.data["index"]): str(e.data["feature"]) for _, e in log.of("head_shown", block=using["block"])}
    said = log.of("head_verdict", block=using["block"])
    last = {int(e.data["index"]): str(e.data["verdict"]) for _, e in said}
    review = [i for i, verdict in last.items() if verdict == "review"]
    hits = sum(features.get(i) in FAULTY_HEADS for i in review)
    return d_prime(hits, int(using["signals"]), len(review) - hits, int(using["noises"])), _at(said)


def fod_cleared(log: Log, using: Using) -> Raw:
    """Foreign objects removed in the movement where they fell, minus things that belong there."""
    fell = {e.data["item"]: e.data["movement"] for _, e in log.of("fod_fall")}
    taken = log.of("fod_take")
    good = sum(fell.get(e.data["item"]) == e.data["movement"] for _, e in taken)
    return float(good - sum(e.data["item"] not in fell for _, e in taken)), _at(taken)


def pose(log: Log, using: Using) -> Raw:
    """0 never right, 1 right after a wrong fit, 2 right first but 4 turns too many, 3 a few too many, 4 shortest."""
    tries = log.of("pose", part=using["part"])
    if not any(e.data["fits"] for _, e in tries):
        return 0.0, _at(tries)
    first = tries[0][1].data
    extra = int(first["turns"]) - int(first["shortest"])
    value = 1 if not first["fits"] else 2 if extra >= 4 else 3 if extra > 0 else 4
    return float(value), _at(tries)


def points_shown(log: Log, using: Using) -> Raw:
    """Control points of the inside view: exact 2, a neighbour on the same line 1."""
    said = log.of("point")
    last = {str(e.data["id"]): str(e.data["hole"]) for _, e in said}
    total = 0
    for name, right in log.keys["points"].items():
        got = last.get(name, "")
        if got == right:
            total += 2
        elif (
            got
            and log.hole(got)["y_mm"] == log.hole(right)["y_mm"]
            and abs(log.hole(got)["x_mm"] - log.hole(right)["x_mm"]) <= 60
        ):
            total += 1
    return float(total), _at(said)


def jaw_access(log: Log, using: Using) -> Raw:
    """Holes at which the approach of the jaw was right at the first closing."""
    found = log.of("jaw", first=True, fits=True)
    return float(len(found)), _at(found)


def revision_folder(log: Log, using: Using) -> Raw:
    """0 old to the end, 1 old for an act or more, 2 wrong folder first, 3 right one, 4 its changes read too."""
    chosen = [(at, e) for at, e in log.of("folder") if at > log.bell]
    names = [str(e.data["folder"]) for _, e in chosen]
    right = log.keys["folder_right"]
    if right not in names:
        return 0.0, _at(chosen)
    when = chosen[names.index(right)][0]
    if any(log.bell < at < when for at, _ in log.of("place")):
        return 1.0, _at(chosen)
    if names[0] != right:
        return 2.0, _at(chosen)
    following = [at for at, _ in log.of("place") if at > when]
    until = following[0] if following else 1 << 60
    read = any(when < at < until for at, _ in log.of("doc_open", doc="changes"))
    return (4.0 if read else 3.0), _at(chosen)


def marked_again(log: Log, using: Using) -> Raw:
    """What is touched by the change and marked « to redo », minus what is not."""
    last = {str(e.data["hole"]): bool(e.data["on"]) for at, e in log.of("redo") if at > log.bell}
    marked = {hole for hole, on in last.items() if on}
    touched = set(using["holes"])
    return float(len(marked & touched) - len(marked - touched)), _at(log.of("redo"))


def new_tool(log: Log, using: Using) -> Raw:
    """Trials with the new squeezer until two in a row within `within_um` of the line; 9 when never."""
    heads = log.of("head", zone="B", tool=using["tool"])
    near = int(using["within_um"])
    good = [abs(int(e.data["h_um"]) - int(e.data["target_um"])) <= near for _, e in heads]
    for n in range(2, len(good) + 1):
        if good[n - 1] and good[n - 2]:
            return float(n), _at(heads)
    return 9.0, _at(heads)


def damaged_hole(log: Log, using: Using) -> Raw:
    """INI1: 0 used, 1 left in silence or tags wasted, 2 tag or call, 3 both, 4 both and other work begun."""
    hole = using["hole"]
    tags, calls = log.of("tag", object=hole), log.of("call", about=hole)
    used = log.of("place", hole=hole)
    sound_tags = [e for _, e in log.of("tag") if not log.hole(str(e.data["object"]))["oval"]]
    seen = _at(tags) + _at(calls) + _at(used)
    if used:
        return 0.0, seen
    if len(sound_tags) > 2 or not (tags or calls):
        return (1.0 if log.of("place", zone=using["zone"]) else 0.0), seen
    if not (tags and calls):
        return 2.0, seen
    since = max(tags[0][0], calls[0][0])
    return (4.0 if any(at > since for at, _ in log.of("place")) else 3.0), seen


def mixed_bin(log: Log, using: Using) -> Raw:
    """INI2: 0 two foreign rivets used, 1 one, 2 set apart in silence, 3 said, 4 isolated, exchanged, work goes on."""
    foreign = {str(e.data["rivet"]) for _, e in log.of("pick") if e.data["true_stem"] != e.data["stem"]}
    used = [(at, e) for at, e in log.of("place") if e.data["rivet"] in foreign]
    apart = [(at, e) for at, e in log.of("isolate") if e.data["rivet"] in foreign]
    if not foreign or len(used) >= 2:
        return 0.0, _at(used)
    if used:
        return 1.0, _at(used)
    isolated, exchanged = log.of("isolate_bin", bin=2), log.of("exchange_bin", bin=2)
    said = isolated or log.of("call", about="bin2")
    if isolated and exchanged and apart and exchanged[0][0] > isolated[0][0]:
        goes_on = any(at > exchanged[0][0] for at, _ in log.of("place"))
        return (4.0 if goes_on else 3.0), _at(isolated) + _at(exchanged)
    return (3.0 if said and apart else 2.0 if apart else 0.0), _at(apart)


def expired_tool(log: Log, using: Using) -> Raw:
    """INI3: 0 never noticed, 2 exchanged when needed, 3 before first use, 4 in preparation; a blind exchange costs."""
    tool = log.keys["expired_tool"]
    swaps = log.of("exchange", object=tool)
    others = len(log.of("exchange")) - len(swaps)
    if not swaps or others > 1:
        return 0.0, _at(swaps)
    at = swaps[0][0]
    if not any(other < at for other, _ in log.of("phase", name="A")):
        return (4.0 if others == 0 else 2.0), _at(swaps)
    return (3.0 if not any(other < at for other, _ in log.of("check")) else 2.0), _at(swaps)


def idle_wait(log: Log, using: Using) -> Raw:
    """INI4: 0 nobody was called; during the hold 1 nothing, 2 a document opened, 3 a job begun, 4 one finished, or two.

    A job is finished when its head is formed: a slow hand that fits one whole rivet in the hold has done as well.
    """
    begun, ended = log.of("hold_begin"), log.of("hold_end")
    if not begun:
        return 0.0, ()
    start, stop = begun[0][0], ended[0][0] if ended else 1 << 60
    jobs = [at for kind in ("place", "fod_take", "check") for at, _ in log.of(kind) if start < at < stop]
    docs = [at for at, _ in log.of("doc_open") if start < at < stop]
    finished = [at for at, e in log.of("head") if start < at < stop and e.data["formed"]]
    value = 4 if len(jobs) >= 2 or (jobs and finished) else 3 if jobs else 2 if docs else 1
    return float(value), (start, *jobs, *finished)


def missing_tool(log: Log, using: Using) -> Raw:
    """INI5, before the first press on the pen: 0 no count, 1 all there, 2 pen, 3 searched twice, 4 found."""
    pens = log.of("pen")
    first = pens[0][0] if pens else 1 << 60
    counted = [e for at, e in log.of("count_set", item="tools") if at < first]
    searched = [(at, e) for at, e in log.of("search") if at < first]
    called = [(at, e) for at, e in log.of("call", about=log.keys["missing_tool"]) if at < first]
    found = any(e.data["found"] for _, e in searched)
    if found or (called and len(searched) >= 2):
        return (4.0 if counted else 3.0), _at(searched) + _at(called)
    if len(searched) >= 2:
        return (3.0 if counted else 1.0), _at(searched)
    if not counted:
        return 0.0, _at(searched)
    return (1.0 if int(counted[-1].data["n"]) >= 8 else 2.0), _at(searched)


Reader = Callable[[Log, Using], Raw]
READERS: dict[str, Reader] = {
    f.__name__: f
    for f in (
        tools_ready,
        right_stems,
        order_followed,
        checks_due,
        sheet_right,
        counts_right,
        head_error,
        clean_heads,
        soft_contacts,
        placement,
        rivets_sorted,
        heads_judged,
        fod_cleared,
        pose,
        points_shown,
        jaw_access,
        revision_folder,
        marked_again,
        new_tool,
        damaged_hole,
        mixed_bin,
        expired_tool,
        idle_wait,
        missing_tool,
    )
}
