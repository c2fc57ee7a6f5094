"""The web while GOLD's server is stopped, and while it accepts connections but says nothing (frozen)."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from gold_bi.last_known.models import LastKnown

from .processes import in_a_web_process, make_owner

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "gold"])

VISIT = """
import plotly.graph_objects
answers = {}
paths = ["account/", "", "figures/traffic/", "figures/traffic/figure.json"]
for path in [*paths, "figures/flows/", "figures/runs/", "figures/rows-set-aside/"]:
    started = time.monotonic()
    answer = client.get("/admin/" + path)
    answers[path] = [answer.status_code, answer.content.decode(), time.monotonic() - started]
print(json.dumps(answers))
"""


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

    assert {path: status for path, (status, _body, _took) in answers.items()} == {
        "": 200, "figures/traffic/": 200, "figures/traffic/figure.json": 200, "account/": 200,
        "figures/flows/": 503, "figures/runs/": 503, "figures/rows-set-aside/": 503,
    }  # fmt: skip
    for path in ("", "figures/traffic/", "figures/traffic/figure.json", "figures/flows/", "figures/runs/"):
        _status, body, took = answers[path]
        assert "No data since 20 November 2026, 17:05" in body.replace("\\u00a0", " "), path
        # Two seconds to give up on a frozen server; the rest is for a busy machine.
        assert took < 3.5, (path, took)
    assert "42 requests" in answers["figures/traffic/"][1]  # the last figures known


def test_a_gold_that_never_answered_is_said_to_be_missing() -> None:
    make_owner()
    answers = in_a_web_process(VISIT, GOLD_DATABASE_URL="postgres://gold:x@127.0.0.1:9/gold")
    assert "There are no figures: the figures" in answers["figures/traffic/"][1]
