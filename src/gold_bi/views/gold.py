"""What every view of figures shares: who may see it, and what it says while GOLD is away."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from gold_bi.freshness import gold_away
from gold_bi.gold import GoldAway, reading_gold
from gold_bi.last_known.models import LastKnown

VIEW_FIGURES, RUN_FLOW, VIEW_RUNS = "gold_bi.view_figures", "gold_bi.run_flow", "gold_bi.view_flowrun"
UPLOAD_FILE = "gold_bi.upload_file"

ViewFunction = Callable[..., HttpResponseBase]


class PermittedView(View):
    """Wagtail's admin URLs ask who has signed in; this asks what they may do."""

    permission: ClassVar[str]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def or_gold_away(view: ViewFunction) -> ViewFunction:
    """For a page that lists GOLD's own rows: while GOLD is away it says so (503), within about two seconds."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            with reading_gold():
                response = view(request, *args, **kwargs)
                # Lists are read while they are drawn, which must happen before the transaction ends.
                return response.render() if isinstance(response, TemplateResponse) else response
        except GoldAway:
            known = LastKnown.objects.order_by("-as_of").first()
            title = _("The figures are not available")
            context = {
                "header_title": title,
                "page_title": title,
                "header_icon": "warning",
                "breadcrumbs_items": [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"label": title}],
                "freshness": gold_away(known.as_of if known else None),
            }
            return TemplateResponse(request, "gold_bi/gold_away.html", context, status=503).render()

    return answer


def name_of(user: Any) -> str:
    """What records say of who asked."""
    return user.get_username() if isinstance(user, AbstractBaseUser) else ""
