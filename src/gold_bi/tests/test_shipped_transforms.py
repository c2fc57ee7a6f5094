"""The transforms of the flows that ship need no database: a frame in, a frame out."""

from datetime import UTC, date, datetime

import pandas as pd

from gold_bi.contracts import checked
from gold_bi.flows.budget import budget
from gold_bi.flows.leads import leads
from gold_bi.flows.pages import campaigns, pages, publishing
from gold_bi.flows.registry import find

LATE = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # half past midnight in Rome


def lead(**changes: object) -> dict[str, object]:
    return {
        "message": 1, "received_at": LATE, "page": "/it/contatti/", "form": "Contatti", "language": "it",
        "state": "new", "answered_minutes": None, "campaign": "", "referrer": "",
    } | changes  # fmt: skip


def test_a_lead_counts_on_the_day_of_the_sites_clock() -> None:
    found = checked(find("leads").contract, pd.DataFrame([lead(), lead(message=2, answered_minutes=12)]))
    facts = leads(found.rows)
    assert facts["day"].tolist() == [date(2026, 11, 21)] * 2
    assert facts["answered_minutes"].isna().tolist() == [True, False]


def test_a_lead_in_a_state_nobody_knows_is_set_aside() -> None:
    found = checked(find("leads").contract, pd.DataFrame([lead(), lead(message=2, state="lost")]))
    assert [(one.column, one.value) for one in found.rejected] == [("state", "lost")]


def test_publishing_counts_on_the_day_of_the_sites_clock() -> None:
    event = {"event": 1, "happened_at": LATE, "what": "new", "page": "/it/", "title": "Casa", "language": "it"}
    facts = publishing(checked(find("publishing").contract, pd.DataFrame([event])).rows)
    assert facts["day"].tolist() == [date(2026, 11, 21)]


def test_pages_and_campaigns_leave_the_watermark_behind() -> None:
    page = {"revision": 9, "day": date(2026, 11, 20), "page": "/", "views": 3, "visits": 2}
    page |= {"client_errors": 0, "server_errors": 1}
    came = {"revision": 9, "day": date(2026, 11, 20), "way": "search", "source": "Google", "medium": ""}
    came |= {"campaign": "", "views": 3, "visits": 2}
    for name, transform, row in (("pages", pages, page), ("campaigns", campaigns, came)):
        facts = transform(checked(find(name).contract, pd.DataFrame([row])).rows)
        assert set(facts.columns) == set(row) - {"revision"}


def test_a_target_stands_on_the_first_of_its_month_under_golds_word() -> None:
    lines = pd.DataFrame(
        {
            "month": pd.to_datetime(["2026-01-31", "2026-02-01"]),
            "measure": ["Fatturato", "LEADS"],
            "target": [12500.0, 14.0],
        },
        index=[2, 3],
    )
    facts = budget(checked(find("budget").contract, lines).rows)
    assert facts["day"].dt.date.tolist() == [date(2026, 1, 1), date(2026, 2, 1)]
    assert facts["measure"].tolist() == ["revenue", "leads"]
    assert facts.index.tolist() == [2, 3]
