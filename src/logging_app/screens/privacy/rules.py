"""The owner's rules for the log, and what was done by them."""

from ipaddress import ip_network
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from logging_app.models import Alert, LogPolicy, Pruning

RECENT = 12


class RulesForm(forms.ModelForm):
    class Meta:
        model = LogPolicy
        fields = ["full_ip_days", "retention_months", "office_networks", "alert_recipients"]
        widgets = {
            "office_networks": forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
            "alert_recipients": forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        }

    def clean_office_networks(self) -> str:
        return "\n".join(str(_network(line)) for line in _lines(self.cleaned_data["office_networks"]))

    def clean_alert_recipients(self) -> str:
        lines = _lines(self.cleaned_data["alert_recipients"])
        for line in lines:
            try:
                validate_email(line)
            except ValidationError as error:
                raise ValidationError(_("“%(line)s” is not an e-mail address.") % {"line": line}) from error
        return "\n".join(lines)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _network(line: str) -> Any:
    try:
        return ip_network(line, strict=False)
    except ValueError as error:
        sentence = _("“%(value)s” is not an IP address or a network such as 203.0.113.0/24.")
        raise ValidationError(sentence % {"value": line}) from error


class RulesView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    permission_policy = ModelPermissionPolicy(LogPolicy)
    permission_required = "change"
    form_class = RulesForm
    template_name = "logging_app/privacy/rules.html"
    page_title = gettext_lazy("Rules")
    header_icon = "cogs"
    success_url = reverse_lazy("request_log_rules")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": LogPolicy.current()}

    def form_valid(self, form: RulesForm) -> HttpResponse:
        form.save()
        messages.success(self.request, _("The rules are saved. The ingester follows them within ten minutes."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            own_address=own_address(self.request),
            prunings=Pruning.objects.order_by("-ran_at")[:RECENT],
            alerts=Alert.objects.order_by("-opened_at")[:RECENT],
            **kwargs,
        )


def own_address(request: HttpRequest) -> str:
    """Where the reader is, as nginx saw it: offered as the office's address."""
    return str(request.headers.get("X-Real-IP") or request.META.get("REMOTE_ADDR") or "")
