"""A dashboard with the charts that its reader, or a colleague for everybody, put there."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet

from gold_bi.dashboards.board import Board, Part
from gold_bi.dashboards.datasets import DATASETS, Dataset, question

from .models import OwnChart

NAME = "own-"  # before a chart's number, in the name of its part


def datasets_of(user: Any) -> list[Dataset]:
    return [each for each in DATASETS if user.has_perm(each.permission)]


def charts_on(boards: Iterable[Board], user: Any) -> QuerySet[OwnChart]:
    return OwnChart.objects.filter(Q(user=user) | Q(shared=True), board__in=[board.name for board in boards])


def with_own(boards: Sequence[Board], user: Any) -> list[Board]:
    """What may no longer be seen, or no longer be asked, is left out."""
    allowed = datasets_of(user)
    added: dict[str, list[Part]] = {}
    for chart in charts_on(boards, user):
        if part := _part(chart, allowed):
            added.setdefault(chart.board, []).append(part)
    return [replace(board, parts=(*board.parts, *added.get(board.name, ()))) for board in boards]


def _part(chart: OwnChart, allowed: list[Dataset]) -> Part | None:
    asked = question(chart.dataset, chart.measure, chart.by, chart.only, chart.value)
    if asked is None or asked.dataset not in allowed:
        return None
    return asked.part(f"{NAME}{chart.pk}", chart.title, chart.table)
