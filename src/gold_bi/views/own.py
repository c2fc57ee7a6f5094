"""A chart of one's own: chosen from lists, seen at once, kept on a dashboard."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from gold_bi.dashboards.board import Selection
from gold_bi.dashboards.datasets import Dataset, Question, question
from gold_bi.dashboards.period import preset
from gold_bi.dashboards.showing import plain
from gold_bi.own.models import OwnChart
from gold_bi.own.placing import datasets_of
from gold_bi.words import capitalised

from .board import OfBoard
from .board_parts import part_in_words

SHOWN = "12-months"  # of which the chart is seen while it is chosen
FIELDS = ("title", "dataset", "measure", "by", "only", "value", "table", "shared")


class OwnForm(forms.Form):
    """Its lists are those of the dataset that is chosen; what another one had chosen gives way to the first."""

    dataset = forms.ChoiceField(label=gettext_lazy("Figures"))
    measure = forms.ChoiceField(label=gettext_lazy("What"))
    by = forms.ChoiceField(label=gettext_lazy("Broken down by"))
    only = forms.ChoiceField(label=gettext_lazy("Only where"), required=False)
    value = forms.ChoiceField(label=gettext_lazy("is"), required=False)
    table = forms.BooleanField(label=gettext_lazy("As a table only"), required=False)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=80, required=False)
    shared = forms.BooleanField(label=gettext_lazy("For everybody who may see the dashboard"), required=False)

    def __init__(self, chosen: dict[str, Any], datasets: list[Dataset]) -> None:
        chosen = dict(chosen)
        self.chosen = next((each for each in datasets if each.name == chosen.get("dataset")), datasets[0])
        lists: dict[str, list[tuple[str, Any]]] = {
            "dataset": [(each.name, each.title) for each in datasets],
            "measure": [(name, capitalised(str(title))) for name, (title, _u) in self.chosen.measures.items()],
            "by": [(name, capitalised(str(title))) for name, title in self.chosen.dimensions.items()],
            "only": [
                ("", _("no restriction")),
                *((name, capitalised(str(self.chosen.dimensions[name]))) for name in self.chosen.columns),
            ],
        }
        for name, choices in lists.items():
            if chosen.get(name) not in [value for value, _title in choices]:
                chosen[name] = choices[0][0]
        values = self.chosen.choices(chosen["only"]) if chosen["only"] else []
        lists["value"] = [(value, value) for value in values]
        if chosen.get("value") not in values:
            chosen["value"] = values[0] if values else ""
        names = {
            "measure": dict(lists["measure"])[chosen["measure"]],
            "by": str(dict(lists["by"])[chosen["by"]]).lower(),
        }
        self.proposed = _("%(measure)s by %(by)s") % names
        super().__init__(chosen)
        for name, choices in lists.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined] # they are choice fields
        self.fields["title"].widget.attrs["placeholder"] = self.proposed
        if not chosen["only"]:
            del self.fields["value"]

    @property
    def name(self) -> str:
        """What was typed, or else what the choice proposes."""
        return str(self.data.get("title") or "").strip() or self.proposed

    @property
    def question(self) -> Question:
        data = {name: str(self.data.get(name) or "") for name in ("dataset", "measure", "by", "only", "value")}
        asked = question(data["dataset"], data["measure"], data["by"], data["only"], data["value"])
        if asked is None:
            raise ValueError(f"The form's lists hold what cannot be asked: {data}")
        return asked


class OwnChartView(OfBoard, WagtailAdminTemplateMixin, TemplateView):
    """POST shows what is chosen; with `save` it keeps it, with `delete` it takes it away."""

    template_name = "gold_bi/own_chart.html"
    header_icon = "plus"

    def get_page_title(self) -> str:
        return _("A chart of your own")

    def kept(self) -> OwnChart | None:
        pk = self.kwargs.get("pk")
        if pk is None:
            return None
        found = OwnChart.objects.filter(pk=pk, board=self.board.name, user=self.request.user.pk).first()
        if found is None:
            raise Http404("It is another's, or was deleted.")
        return found

    def datasets(self) -> list[Dataset]:
        found = datasets_of(self.request.user)
        # The dashboard's own figures come first.
        return sorted(found, key=lambda each: each.flow != self.board.flow)

    def get(self, request: HttpRequest, name: str, pk: int | None = None) -> HttpResponse:
        kept, datasets = self.kept(), self.datasets()
        if not datasets:
            messages.error(request, _("You may see no figures to make a chart of."))
            return redirect("gold_bi:board", self.board.name)
        return self._page(OwnForm({name: getattr(kept, name) for name in FIELDS} if kept else {}, datasets), kept)

    def post(self, request: HttpRequest, name: str, pk: int | None = None) -> HttpResponse:
        kept, datasets = self.kept(), self.datasets()
        if not datasets:
            raise Http404("There is nothing to make a chart of.")
        if kept and "delete" in request.POST:
            kept.delete()
            messages.success(request, _("“%s” was taken off the dashboard.") % kept.title)
            return redirect("gold_bi:board", self.board.name)
        form = OwnForm(request.POST.dict(), datasets)
        if "save" in request.POST and form.is_valid():
            return self._saved(form, kept)
        if "part" in request.POST:
            return TemplateResponse(request, "gold_bi/own_chart_form.html", self._shown(form, kept))
        return self._page(form, kept)

    def _saved(self, form: OwnForm, kept: OwnChart | None) -> HttpResponse:
        user: Any = self.request.user
        chart = kept or OwnChart(board=self.board.name, user=user)
        for name in FIELDS:
            setattr(chart, name, form.cleaned_data.get(name, ""))
        chart.title = form.name
        chart.save()
        messages.success(self.request, _("“%s” is on the dashboard.") % chart.title)
        return redirect(f"{reverse('gold_bi:board', args=[self.board.name])}#own-{chart.pk}")

    def _page(self, form: OwnForm, kept: OwnChart | None) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**self._shown(form, kept)))

    def _shown(self, form: OwnForm, kept: OwnChart | None) -> dict[str, Any]:
        selection = Selection(preset(SHOWN, timezone.localdate()))
        compared = selection.of(selection.period.before)
        part = form.question.part("own", form.name, bool(form.data.get("table")))
        data = plain(part.read(selection, compared))
        return {
            "form": form,
            "kept": kept,
            "board": self.board,
            "period": selection.period,
            "one": part_in_words(part, data, compared.period, ""),
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("gold_bi:board", args=[self.board.name]), "label": self.board.title},
            {"url": "", "label": self.get_page_title()},
        ]
