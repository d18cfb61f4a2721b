"""What a matching database knows of first tries, for checks outside the score."""

from dataclasses import dataclass

from export.store.store import Store


@dataclass(frozen=True, slots=True)
class FirstResult:
    """One person's first shared result: class of ease with the device, mean of each habileté observed."""

    ease: str
    means: dict[str, float]


def first_results(store: Store) -> list[FirstResult]:
    """The earliest packet of each person by the numbers of their post."""
    rows = store.rows(
        "select r.candidate_id, r.packet_id, r.habilete, r.mean, c.device_ease from results r "
        "join packets p using(packet_id) join candidates c using(candidate_id) "
        "where r.n_observed > 0 order by p.sequence, p.received_at, p.station_id"
    )
    first: dict[str, str] = {}
    results_of: dict[str, FirstResult] = {}
    for row in rows:
        who = str(row["candidate_id"])
        if first.setdefault(who, str(row["packet_id"])) != row["packet_id"]:
            continue
        first_result = results_of.setdefault(who, FirstResult(str(row["device_ease"]) or "unknown", {}))
        first_result.means[str(row["habilete"])] = float(row["mean"])
    return list(results_of.values())
