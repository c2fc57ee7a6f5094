"""The page on which the back office is entered."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

TEMPLATE = "website/people/sign_in.html"


class SignInForm(forms.Form):
    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class SignInView(FormView):
    """User name and password; who has a second factor is asked for it next."""

    form_class = SignInForm
    template_name = TEMPLATE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.has_perm("wagtailadmin.access_admin"):
            return redirect(get_next_redirect_url(request) or "wagtailadmin_home")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        named = form.cleaned_data
        user = authenticate(self.request, **named)
        if user is None:
            # One sentence for all that can be wrong: it must not tell which accounts there are.
            form.add_error(None, _("That user name and password do not belong together. Please try again."))
            return self.form_invalid(form)
        login = Login(user=user, redirect_url=get_next_redirect_url(self.request), email_verification="none")
        response: HttpResponse = perform_password_login(self.request, {"username": named["username"]}, login)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, next_url=get_next_redirect_url(self.request) or "")


def locked_out(request: HttpRequest, response: Any, credentials: Any, *args: Any) -> HttpResponse:
    """What axes answers instead of another attempt; for a name that nobody has, too."""
    form = SignInForm(initial={"username": request.POST.get("username", "")[:150]})
    words = _("Too many attempts. Please wait an hour, or set a new password with the link below.")
    return render(request, TEMPLATE, {"form": form, "locked_out": words}, status=429)
