"""A redirect for an address that was asked for in vain: Wagtail's own, from a short form with its target filled in."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.permissions import permission_policy as redirects_policy
from wagtail.models import Page

from logging_app.models import AccessLogEntry
from logging_app.screens.permissions import ViewOnlyPolicy

from .not_found import normalised
from .suggestions import Suggestion, Suggestions


class MissingRedirectForm(RedirectForm):
    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        page, link = data.get("redirect_page"), data.get("redirect_link")
        if not page and not link and not self.errors.get("redirect_link"):
            self.add_error("redirect_page", _("Choose the page to send people to, or write an address below."))
        if page and link:
            self.add_error("redirect_link", _("Either a page or an address, not both."))
        if page and not page.live:
            self.add_error("redirect_page", _("This page is not published: people would not get it."))
        old_path = data.get("old_path") or ""
        if page and old_path and (page.relative_url(None) or "").rstrip("/") == normalised(old_path):
            self.add_error("redirect_page", _("This page is at that very address: the redirect would lead to itself."))
        return data

    def clean_old_path(self) -> str:
        path = self.cleaned_data["old_path"]
        kept = normalised(path)
        if kept is None:
            raise forms.ValidationError(_("This is no address a redirect can stand for."))
        if kept == "/":
            raise forms.ValidationError(_("The site's first page cannot be redirected."))
        return kept

    class Meta(RedirectForm.Meta):
        fields = ("old_path", "redirect_page", "redirect_link", "is_permanent", "site")


class CreateRedirectView(generic.CreateView):
    model = Redirect
    form_class = MissingRedirectForm
    permission_policy = redirects_policy
    permission_required = "add"
    template_name = "logging_app/missing/create_redirect.html"
    page_title = gettext_lazy("Create a redirect")
    header_icon = "redirect"
    index_url_name = "request_log_not_found"
    add_url_name = "request_log_create_redirect"
    edit_url_name = "wagtailredirects:edit"
    submit_button_label = gettext_lazy("Create the redirect")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not ViewOnlyPolicy(AccessLogEntry).user_has_permission(request.user, "view"):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_initial(self) -> dict[str, Any]:
        number = self.request.GET.get("page", "")
        known = Page.objects.live().filter(pk=int(number)).first() if number.isdecimal() and len(number) < 10 else None
        page = known or (self.suggestion and self.suggestion.page)
        return {"old_path": normalised(self.path) or "", "redirect_page": page, "is_permanent": True}

    @cached_property
    def suggestion(self) -> Suggestion | None:
        return Suggestions.of_live_pages().for_path(self.path) if self.path and normalised(self.path) else None

    @property
    def path(self) -> str:
        return str(self.request.GET.get("path", ""))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        not_found = {"url": reverse("request_log_not_found"), "label": pgettext("in the menu", "Not found")}
        return [*self.breadcrumbs_items, not_found, {"url": "", "label": self.page_title}]

    def get_success_message(self, instance: Redirect) -> str:
        return _("“%(path)s” now leads to %(target)s.") % {"path": instance.old_path, "target": instance.link}

    def get_success_buttons(self) -> list[Any]:
        buttons = [messages.button(self.object.old_path, _("Try it"), new_window=True)]
        if redirects_policy.user_has_permission(self.request.user, "change"):
            buttons.append(messages.button(reverse("wagtailredirects:edit", args=[self.object.pk]), _("Edit")))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        kept = normalised(self.path)
        return context | {
            "existing": Redirect.objects.filter(old_path=kept).first() if kept else None,
            "suggestion": self.suggestion,
        }
