"""What gold_bi adds to the Wagtail admin."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from base.lib.next_steps import NextStep
from gold_bi import open_rows
from gold_bi.dashboards import BOARDS
from gold_bi.dashboards.board import Board
from gold_bi.words import number

from .views.files.listing import FileViewSet
from .views.gold import UPLOAD_FILE, VIEW_FIGURES, VIEW_RUNS
from .views.home_panel import TrafficPanel
from .views.menu import PermittedMenuItem, RejectedMenuItem
from .views.rejected import VIEW_REJECTED
from .views.runs import FlowRunViewSet
from .views.troubles_panel import TroublesPanel

figures_menu = Menu(register_hook_name="register_figures_menu_item")


@hooks.register("register_admin_urls")
def register_figures_urls() -> list[URLResolver]:
    return [
        path("figures/", include("gold_bi.views.urls")),
        path("figures/rows-set-aside/", include("gold_bi.views.rejected_urls")),
    ]


@hooks.register("register_admin_viewset")
def register_flow_runs() -> FlowRunViewSet:
    return FlowRunViewSet()


@hooks.register("register_admin_viewset")
def register_files() -> FileViewSet:
    return FileViewSet()


@hooks.register("register_admin_menu_item")
def register_figures_menu() -> SubmenuMenuItem:
    return SubmenuMenuItem(_("Figures"), figures_menu, name="figures", icon_name="view", order=250)


def _board_menu_item(board: Board, place: int) -> PermittedMenuItem:
    url = reverse_lazy("gold_bi:board", args=[board.name])
    return PermittedMenuItem(
        board.title, url, name=f"board-{board.name}", icon_name="view", order=place, permission=board.permission
    )


for _place, _board in enumerate(BOARDS):
    hooks.register("register_figures_menu_item", partial(_board_menu_item, _board, _place))


@hooks.register("register_figures_menu_item")
def register_traffic() -> PermittedMenuItem:
    url = reverse_lazy("gold_bi:traffic")
    return PermittedMenuItem(_("Traffic"), url, icon_name="view", order=10, permission=VIEW_FIGURES)


@hooks.register("register_figures_menu_item")
def register_files_given() -> PermittedMenuItem:
    url = reverse_lazy("gold_bi_files:index")
    return PermittedMenuItem(_("Files"), url, icon_name="doc-full-inverse", order=800, permission=UPLOAD_FILE)


@hooks.register("register_figures_menu_item")
def register_rejected_rows() -> RejectedMenuItem:
    url = reverse_lazy("gold_bi_rejected:index")
    return RejectedMenuItem(_("Rows set aside"), url, icon_name="list-ul", order=810, permission=VIEW_REJECTED)


@hooks.register("register_figures_menu_item")
def register_charts() -> PermittedMenuItem:
    url = reverse_lazy("gold_bi:charts")
    return PermittedMenuItem(_("Charts"), url, icon_name="table", order=20, permission=VIEW_FIGURES)


@hooks.register("register_figures_menu_item")
def register_alerts() -> PermittedMenuItem:
    url = reverse_lazy("gold_bi:alerts")
    return PermittedMenuItem(_("Alerts"), url, icon_name="warning", order=30, permission=VIEW_FIGURES)


@hooks.register("register_figures_menu_item")
def register_digest() -> PermittedMenuItem:
    url = reverse_lazy("gold_bi:digest")
    return PermittedMenuItem(_("Weekly letter"), url, icon_name="mail", order=40, permission=VIEW_FIGURES)


@hooks.register("register_figures_menu_item")
def register_targets() -> PermittedMenuItem:
    url = reverse_lazy("gold_bi:targets")
    return PermittedMenuItem(_("Targets"), url, icon_name="calendar-check", order=50, permission=UPLOAD_FILE)


@hooks.register("register_figures_menu_item")
def register_flows() -> PermittedMenuItem:
    url = reverse_lazy("gold_bi:flows")
    return PermittedMenuItem(_("Flows"), url, icon_name="resubmit", order=900, permission=VIEW_FIGURES)


@hooks.register("register_figures_menu_item")
def register_runs() -> PermittedMenuItem:
    url = reverse_lazy("gold_bi_runs:index")
    return PermittedMenuItem(_("Flow runs"), url, icon_name="history", order=910, permission=VIEW_RUNS)


@hooks.register("construct_homepage_panels")
def add_traffic_panel(request: HttpRequest, panels: list[Any]) -> None:
    if request.user.has_perm(VIEW_FIGURES):
        panels.append(TrafficPanel())
        panels.append(TroublesPanel())


@hooks.register("register_next_steps")
def rows_to_correct(request: HttpRequest) -> Iterator[NextStep]:
    if request.user.has_perm(VIEW_REJECTED) and (waiting := open_rows.known()):
        said = ngettext("Correct %(count)s row set aside.", "Correct %(count)s rows set aside.", waiting)
        yield NextStep(said % {"count": number(waiting)}, reverse("gold_bi_rejected:index"))
