"""The people of the back office: who there is, what they may do, when they last came, and what they did."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.log_actions import log

from website.tasks import send_invitation, send_password_link

from .groups import INTEGRATORS
from .invitations import InviteForm

MANAGE = "website.manage_people"


class PeopleMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MANAGE)


def menu_item() -> PeopleMenuItem:
    return PeopleMenuItem(
        gettext_lazy("People"), reverse("website_people"), name="people", icon_name="group", order=599
    )


def second_step_item(request: HttpRequest) -> dict[str, str]:
    """In everybody's own account."""
    return {
        "url": reverse("mfa_index"),
        "label": _("Second step of signing in"),
        "help_text": _("An authenticator app, passkeys and recovery codes."),
    }


class ManagingMixin(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    permission_required = MANAGE
    header_icon = "group"
    _show_breadcrumbs = False

    def user_has_permission(self, permission: str) -> bool:
        return bool(self.request.user.has_perm(permission))


class PeopleView(ManagingMixin, TemplateView):
    template_name = "website/people/people.html"
    page_title = gettext_lazy("People")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, people=people())


def people() -> QuerySet[Any]:
    second = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    users = get_user_model()._default_manager.prefetch_related("groups").annotate(has_second_step=Exists(second))
    return users.order_by("-is_active", "first_name", "username")


class InviteView(ManagingMixin, FormView):
    form_class = InviteForm
    template_name = "website/people/invite.html"
    page_title = gettext_lazy("Invite a colleague")

    def form_valid(self, form: InviteForm) -> HttpResponse:
        me = self.request.user
        with transaction.atomic():
            user = form.save()
            log(instance=user, action="wagtail.create", title=str(user), user=me)
            inviter = named(me)
            transaction.on_commit(lambda: send_invitation.enqueue(user.pk, inviter))
        messages.success(self.request, _("The invitation to %(email)s is on its way.") % {"email": user.email})
        return redirect("website_people")


class ManagingView(View):
    """POST about one person, by those who may; nobody but a superuser touches a superuser."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = request.user
        if not user.has_perm(MANAGE):
            raise PermissionDenied
        person = get_object_or_404(get_user_model()._default_manager, pk=pk)
        stronger = person.is_superuser or person.groups.filter(name=INTEGRATORS).exists()
        if stronger and not user.is_superuser:
            raise PermissionDenied
        self.change(request, person)
        return redirect("website_people")

    def change(self, request: HttpRequest, person: Any) -> None:
        raise NotImplementedError


class SendLinkView(ManagingView):
    """A new password, or the invitation again for those who never chose one."""

    def change(self, request: HttpRequest, person: Any) -> None:
        if not person.email or not person.is_active:
            messages.error(request, _("This account is closed or has no e-mail address."))
            return
        if person.has_usable_password():
            send_password_link.enqueue(person.email)
        else:
            send_invitation.enqueue(person.pk, named(request.user))
        messages.success(request, _("A link to %(email)s is on its way.") % {"email": person.email})


class CloseView(ManagingView):
    """Closed, an account signs in no more; what its owner did stays in the history. Done again, it is open."""

    def change(self, request: HttpRequest, person: Any) -> None:
        if person == request.user:
            messages.error(request, _("Nobody closes their own account."))
            return
        person.is_active = not person.is_active
        person.save(update_fields=["is_active"])
        log(instance=person, action="wagtail.edit", title=str(person), user=request.user)
        words = _("%(name)s may sign in again.") if person.is_active else _("%(name)s may sign in no more.")
        messages.success(request, words % {"name": named(person)})


def named(person: Any) -> str:
    return str(person.get_full_name() or person.get_username())
