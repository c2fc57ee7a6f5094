"""One's own alerts: what is watched, how it stands, and when it was told of."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from gold_bi.gold import GoldAway
from gold_bi.sending import alerting
from gold_bi.sending.models import Alert, Firing
from gold_bi.sending.people import board_of, boards_of

from .digest import DayInput, PausableForm
from .gold import VIEW_FIGURES, PermittedView

LAST = 10  # firings of an alert


@dataclass(frozen=True)
class Shown:
    """An alert in the words of its list."""

    alert: Alert
    title: str
    condition: str
    paused: bool


def shown(alert: Alert, user: Any) -> Shown | None:
    """None for what its owner may no longer see."""
    board = board_of(user, alert.board)
    kpi = alerting.kpi_of(board, alert.kpi) if board else None
    if board is None or kpi is None:
        return None
    condition = f"{alert.get_condition_display()} {alerting.limit_in_words(alert, kpi)}"
    return Shown(alert, f"{board.title}: {kpi.title}", condition, alert.is_paused(timezone.localdate()))


class AlertForm(PausableForm):
    figure = forms.ChoiceField(label=gettext_lazy("Figure"))

    class Meta:
        model = Alert
        fields = ("period", "condition", "limit", "against", "active", "paused_from", "paused_to")
        widgets = {"paused_from": DayInput(), "paused_to": DayInput()}
        help_texts = {
            "period": gettext_lazy("Whole days that are over, up to yesterday."),
            "limit": gettext_lazy("In the figure’s own unit, or in percent for a fall or a rise."),
            "against": gettext_lazy("For a fall or a rise only."),
        }

    field_order = ("figure", "period", "condition", "limit", "against", "active", "paused_from", "paused_to")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figure"].choices = [  # type: ignore[attr-defined]
            (str(board.title), [(f"{board.name} {kpi.name}", kpi.title) for kpi in kpis])
            for board in boards_of(user)
            if (kpis := alerting.kpis_of(board))
        ]
        if self.instance.pk:
            self.initial["figure"] = f"{self.instance.board} {self.instance.kpi}"

    def save(self, commit: bool = True) -> Alert:
        self.instance.board, self.instance.kpi = self.cleaned_data["figure"].split(" ")
        self.instance.fires = False  # another question: what it answers is told
        alert: Alert = super().save(commit)
        return alert


class AlertsView(PermittedView, WagtailAdminTemplateMixin, TemplateView):
    permission = VIEW_FIGURES
    template_name = "gold_bi/alerts.html"
    page_title = gettext_lazy("Alerts")
    header_icon = "warning"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        alerts = (shown(alert, user) for alert in Alert.objects.filter(user=user.pk))
        firings = Firing.objects.filter(alert__user=user.pk).select_related("alert")
        return super().get_context_data(
            alerts=[one for one in alerts if one], firings=firings[: 2 * LAST], may_add=bool(boards_of(user)), **kwargs
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class AlertView(PermittedView, WagtailAdminTemplateMixin, TemplateView):
    """The form of a new one, whose figure the address may name, or of one's own."""

    permission = VIEW_FIGURES
    template_name = "gold_bi/alert.html"
    header_icon = "warning"

    def get_page_title(self) -> str:
        return _("Alert") if self.kwargs.get("pk") else _("New alert")

    def alert(self) -> Alert:
        user: Any = self.request.user
        pk = self.kwargs.get("pk")
        return get_object_or_404(Alert, pk=pk, user=user) if pk else Alert(user=user)

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        alert = self.alert()
        initial = {"figure": f"{request.GET.get('board', '')} {request.GET.get('figure', '')}"} if not pk else {}
        return self._page(alert, AlertForm(instance=alert, user=request.user, initial=initial))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        alert = self.alert()
        if pk and "delete" in request.POST:
            alert.delete()
            messages.success(request, _("The alert was deleted."))
            return redirect("gold_bi:alerts")
        form = AlertForm(request.POST, instance=alert, user=request.user)
        if not form.is_valid():
            return self._page(alert, form, 422)
        alert = form.save()
        messages.success(request, _("Saved. %s") % self._now(alert))
        return redirect("gold_bi:alerts")

    @staticmethod
    def _now(alert: Alert) -> str:
        """How it stands at this moment; who sets an alert wants to know whether it was understood."""
        try:
            return alerting.look(alert, timezone.localdate()).said
        except GoldAway:
            return _("The figures are not available now; it will be looked at when they are.")

    def _page(self, alert: Alert, form: AlertForm, status: int = 200) -> HttpResponse:
        firings = alert.firings.all()[:LAST] if alert.pk else []
        return self.render_to_response(self.get_context_data(form=form, alert=alert, firings=firings), status=status)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("gold_bi:alerts"), "label": _("Alerts")},
            {"url": "", "label": self.get_page_title()},
        ]
