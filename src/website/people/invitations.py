"""A colleague is invited by mail: the link serves once, for seven days, and there they choose their password."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model, password_validation
from django.contrib.auth.models import Group
from django.core import signing
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from .groups import OWNERS
from .rights import EDITORS, MODERATORS

SALT, DAYS = "website.people.invitation", 7
GROUPS = [EDITORS, MODERATORS, OWNERS]  # an integrator is made by a superuser


class InviteForm(forms.Form):
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=150)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=150, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=150, help_text=gettext_lazy("It is also the user name.")
    )
    group = forms.ModelChoiceField(
        Group.objects.filter(name__in=GROUPS), label=gettext_lazy("What they may do"), to_field_name="name"
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        users = get_user_model()._default_manager
        if users.filter(username=email).exists() or users.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody has an account with this address already."))
        return email

    def save(self) -> Any:
        words = self.cleaned_data
        user = get_user_model()(
            username=words["email"],
            email=words["email"],
            first_name=words["first_name"],
            last_name=words["last_name"],
        )
        user.set_unusable_password()
        user.save()
        user.groups.add(words["group"])
        return user


def token_for(user: Any) -> str:
    """It holds until the password changes: the unusable one is random, so each invitation has its own."""
    return signing.dumps([user.pk, user.password[-12:]], salt=SALT)


def invited(token: str) -> Any:
    """Whom `token` invites, or None when it is old, used or made up."""
    try:
        pk, end = signing.loads(token, salt=SALT, max_age=DAYS * 86_400)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = get_user_model()._default_manager.filter(pk=pk, is_active=True).first()
    return user if user and not user.has_usable_password() and user.password[-12:] == end else None


def send(user_id: int, inviter: str) -> None:
    user = get_user_model()._default_manager.get(pk=user_id)
    link = settings.SITE_URL + reverse("website_invitation", args=[token_for(user)])
    words = {"user": user, "inviter": inviter, "link": link, "days": DAYS, "site": settings.SITE_URL}
    EmailMessage(
        subject=gettext("%(inviter)s invites you to the back office") % {"inviter": inviter},
        body=render_to_string("website/people/invitation.txt", words),
        to=[user.email],
    ).send()


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least eight characters, and none that everybody uses."),
    )
    again = forms.CharField(
        label=gettext_lazy("The same once more"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.user)
        return password

    def clean(self) -> None:
        words = self.cleaned_data
        if "password" in words and words["password"] != words.get("again"):
            self.add_error("again", _("The two are not the same."))


@method_decorator(never_cache, name="dispatch")
class AcceptView(FormView):
    form_class = PasswordForm
    template_name = "website/people/accept.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.user = invited(kwargs["token"])
        if self.user is None:
            return render(request, self.template_name, status=410)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, invited=self.user)

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        self.user.set_password(form.cleaned_data["password"])
        self.user.save(update_fields=["password"])
        return redirect("account_login")
