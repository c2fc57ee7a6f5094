"""Putting the home page's panels into the order that its reader wants, and the page where they say so."""

from collections.abc import MutableSequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.home import HomeView

from .arrangement import HomeArrangement

ADDRESS = "website_arrange_home"
ARRANGING = "_arranging_home"  # on a request that wants to know of every panel
FIRST, LAST = 100, 9_999  # orders; what goes wrong has one below the first
# Those of Wagtail that can be moved too. Ours have a `title` of their own; a panel without one stays where it is.
TITLES = {
    "workflow_objects_to_moderate": gettext_lazy("Awaiting your review"),
    "user_objects_in_workflow_moderation": gettext_lazy("Your pages in moderation"),
    "recent_edits": gettext_lazy("Your most recent edits"),
    "locked_pages": gettext_lazy("Your locked pages"),
}


class ArrangeLink(Component):
    name = "arrange"
    template_name = "website/admin/home/arrange_link.html"
    order = LAST

    class Media:
        css = {"all": ["website/css/home.css"]}


def title_of(panel: Component) -> Any:
    return getattr(panel, "title", None) or TITLES.get(getattr(panel, "name", ""))


def arrange(request: HttpRequest, panels: MutableSequence[Component]) -> None:
    """For Wagtail's hook construct_homepage_panels, after all others."""
    mine = HomeArrangement.objects.filter(user=request.user.pk).first()
    if mine and not getattr(request, ARRANGING, False):
        movable = _in_order([panel for panel in panels if title_of(panel)], mine)
        rest = [panel for panel in panels if not title_of(panel)]
        for place, panel in enumerate(movable):
            panel.order = FIRST + place
        panels[:] = [*rest, *(panel for panel in movable if panel.name not in mine.hidden)]
    panels.append(ArrangeLink())


def _in_order(panels: list[Any], mine: HomeArrangement | None) -> list[Any]:
    known = {name: place for place, name in enumerate(mine.order if mine else [])}
    return sorted(panels, key=lambda panel: (known.get(panel.name, len(known)), panel.order))


class ArrangeView(WagtailAdminTemplateMixin, TemplateView):
    """Buttons move a panel by one place: by mouse, finger and keyboard alike."""

    template_name = "website/admin/home/arrange.html"
    page_title = gettext_lazy("Arrange your home page")
    header_icon = "home"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = HomeArrangement.objects.filter(user=self.request.user.pk).first()
        return super().get_context_data(
            panels=[(panel.name, title_of(panel)) for panel in _in_order(self._movable(), mine)],
            hidden=mine.hidden if mine else [],
            moved=self.request.GET.get("moved", ""),
            **kwargs,
        )

    def _movable(self) -> list[Any]:
        """What the home page of this person has, hidden or not."""
        home = HomeView()
        setattr(self.request, ARRANGING, True)
        home.setup(self.request)
        return [panel for panel in home.get_panels() if title_of(panel)]

    def post(self, request: HttpRequest) -> HttpResponse:
        if "reset" in request.POST:
            HomeArrangement.objects.filter(user=request.user.pk).delete()
            messages.success(request, _("Your home page is as it was at first."))
            return redirect("wagtailadmin_home")
        names = {panel.name for panel in self._movable()}
        order = [name for name in dict.fromkeys(request.POST.getlist("order")) if name in names]
        shown = set(request.POST.getlist("shown"))
        moved = request.POST.get("up") or request.POST.get("down") or ""
        if moved in order:
            place = order.index(moved)
            order.insert(max(place + (-1 if "up" in request.POST else 1), 0), order.pop(place))
        HomeArrangement.objects.update_or_create(
            pk=request.user.pk, defaults={"order": order, "hidden": sorted(set(order) - shown)}
        )
        if moved:
            return redirect(f"{reverse(ADDRESS)}?{urlencode({'moved': moved})}")
        messages.success(request, _("Your home page is arranged."))
        return redirect("wagtailadmin_home")
