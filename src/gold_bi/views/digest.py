"""One's own weekly letter: which dashboards, when, paused or not."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from gold_bi import words
from gold_bi.sending import digest as letters
from gold_bi.sending.models import Digest
from gold_bi.sending.people import boards_of
from gold_bi.sending.tasks import send_digest_now

from .gold import VIEW_FIGURES, PermittedView


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PausableForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("paused_from"), given.get("paused_to")
        if first and last and first > last:
            self.add_error("paused_to", _("It ends before it begins."))
        return given


class DigestForm(PausableForm):
    boards = forms.MultipleChoiceField(label=gettext_lazy("Dashboards"), widget=forms.CheckboxSelectMultiple)
    hour = forms.TypedChoiceField(
        label=gettext_lazy("Hour"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)]
    )

    class Meta:
        model = Digest
        fields = ("active", "boards", "weekday", "hour", "paused_from", "paused_to")
        widgets = {"paused_from": DayInput(), "paused_to": DayInput()}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["boards"].choices = [(board.name, board.title) for board in boards_of(user)]  # type: ignore[attr-defined]


class DigestView(PermittedView, WagtailAdminTemplateMixin, TemplateView):
    permission = VIEW_FIGURES
    template_name = "gold_bi/digest.html"
    page_title = gettext_lazy("Weekly letter")
    header_icon = "mail"

    def mine(self) -> Digest:
        user: Any = self.request.user
        boards = [board.name for board in letters.usual_boards(user)]
        return Digest.objects.filter(user=user).first() or Digest(user=user, boards=boards, active=False)

    def get(self, request: HttpRequest) -> HttpResponse:
        mine = self.mine()
        initial = {} if mine.pk else {"active": True}  # who comes here wants it; nothing is sent before they save
        return self._page(mine, DigestForm(instance=mine, user=request.user, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        mine = self.mine()
        form = DigestForm(request.POST, instance=mine, user=request.user)
        if not form.is_valid():
            return self._page(mine, form, 422)
        mine = form.save(commit=False)
        mine.since = timezone.now()
        mine.save()
        if "now" in request.POST:
            send_digest_now.enqueue(pk=mine.pk)
            messages.success(request, _("The worker sends you the letter of the last seven days now."))
        elif mine.active:
            when = words.moment(letters.upcoming(mine, timezone.now()))
            messages.success(request, _("Saved. The next letter goes out on %s.") % when)
        else:
            messages.success(request, _("Saved. No letter is sent."))
        return redirect("gold_bi:digest")

    def _page(self, mine: Digest, form: DigestForm, status: int = 200) -> HttpResponse:
        upcoming = letters.upcoming(mine, timezone.now()) if mine.pk and mine.active else None
        context = self.get_context_data(
            form=form,
            digest=mine,
            address=self.request.user.email,  # type: ignore[union-attr] # who has signed in
            upcoming=words.moment(upcoming) if upcoming else "",
            sent=words.moment(mine.sent_at) if mine.sent_at else "",
            zone=timezone.get_default_timezone_name(),
        )
        return self.render_to_response(context, status=status)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]
