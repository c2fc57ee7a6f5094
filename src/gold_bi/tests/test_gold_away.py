"""The web while GOLD's server is stopped, and while it accepts connections but says nothing (frozen)."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from gold_bi.last_known.models import LastKnown

from .processes import in_a_web_process, make_owner

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "gold"])

# Pages of GOLD's own rows, which have nothing to show without it.
LISTS = ["flows/", "runs/", "rows-set-aside/", "files/", "targets/", "dashboards/sales/own/", "dashboards/sales/rows/"]
VISIT = (
    f"LISTS = {LISTS}\n"
    """
from gold_bi import dashboards
BOARDS = [board.name for board in dashboards.BOARDS]
answers = {}
paths = ["account/", "", "figures/traffic/", "figures/traffic/figure.json"]
boards = [f"figures/dashboards/{name}/" for name in BOARDS]
for path in [*paths, *boards, "figures/alerts/", "figures/letter/", *(f"figures/{one}" for one in LISTS)]:
    started = time.monotonic()
    answer = client.get("/admin/" + path)
    answers[path] = [answer.status_code, answer.content.decode(), time.monotonic() - started]
print(json.dumps(answers))
"""
)


@pytest.fixture(params=["stopped", "frozen"])
def dead_gold(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a server that refuses connections, or of one that never answers them."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        if request.param == "frozen":
            server.listen(50)
        yield f"postgres://gold:x@127.0.0.1:{server.getsockname()[1]}/gold"


def test_every_screen_says_within_two_seconds_what_is_missing_and_since_when(dead_gold: str) -> None:
    make_owner()
    as_of = datetime(2026, 11, 20, 16, 5, tzinfo=UTC)
    yesterday = str(timezone.localdate() - timedelta(days=1))
    data = {"requests": {yesterday: {"2": 41, "4": 1}}, "today": [5, 4]}
    LastKnown.objects.create(dashboard="traffic", as_of=as_of, data=data)

    answers = in_a_web_process(VISIT, GOLD_DATABASE_URL=dead_gold)

    lists = {f"figures/{one}" for one in LISTS}
    assert {path for path, (status, _body, _took) in answers.items() if status != 200} == lists
    assert len(answers) > 18
    for path, (status, body, took) in answers.items():
        if path in ("", "figures/traffic/", "figures/traffic/figure.json") or status == 503:
            assert "No data since 20 November 2026, 17:05" in body.replace("\\u00a0", " "), path
        elif "dashboards" in path:  # nothing was ever kept of them
            assert "There are no figures" in body, path
        # Two seconds to give up on a frozen server; the rest is for a busy machine.
        assert took < 3.5, (path, took)
    assert "42 requests" in answers["figures/traffic/"][1]  # the last figures known


def test_a_gold_that_never_answered_is_said_to_be_missing() -> None:
    make_owner()
    answers = in_a_web_process(VISIT, GOLD_DATABASE_URL="postgres://gold:x@127.0.0.1:9/gold")
    assert "There are no figures: the figures" in answers["figures/traffic/"][1]
