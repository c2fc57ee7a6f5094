"""What is written of each flow: in the admin, and in the documentation."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gold_bi import flow_docs
from gold_bi.flows.registry import Flow, registered
from gold_bi.models import FlowRun

from .people import signed_in

FLOWS = registered()
COMMITTED = settings.PROJECT_DIR / "docs" / "flows"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_the_committed_pages_are_what_the_flows_say_now(tmp_path: Path) -> None:
    """Where this fails: ./manager.sh manage flow docs."""
    call_command("flow", "docs", to=tmp_path, stdout=StringIO())
    written = {path.name: path.read_text() for path in tmp_path.glob("*.md")}
    assert {path.name: path.read_text() for path in COMMITTED.glob("*.md")} == written


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_every_flow_has_its_words(flow: Flow) -> None:
    assert flow.title
    assert flow.description
    assert flow.owner
    assert [one.name for one in flow_docs.columns(flow) if not one.meaning] == []
    tables = [flow_docs.target(flow), *(one.columns for one in flow_docs.rollups(flow))]
    assert [one.name for table in tables for one in table if not one.meaning] == []


@pytest.mark.django_db(databases=["default", "gold"])
@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_every_flow_has_its_page_with_its_last_runs(client: Client, flow: Flow) -> None:
    run = FlowRun.objects.create(flow=flow.name, state=FlowRun.State.FAILED, rows_read=4321)
    page = signed_in(client, "view_figures", "view_flowrun").get(f"/admin/figures/flows/{flow.name}/").content.decode()
    assert str(flow.description) in page.replace("&#x27;", "'")
    assert "4,321" in page
    assert reverse("gold_bi_runs:inspect", args=[run.pk]) in page
    for rollup in flow.rollups:
        assert f"Rollup: {rollup.model.__name__}" in page


@pytest.mark.django_db(databases=["default", "gold"])
def test_the_page_is_for_those_who_may_see_figures(client: Client) -> None:
    assert signed_in(client).get("/admin/figures/flows/leads/")["Location"] == "/admin/"
