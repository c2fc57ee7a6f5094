"""Two content security policies: a strict one for visitors, and what Wagtail's admin needs."""

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from base.lib.frames import allowed_frames

# Whoever is not signed in yet meets pages of ours only: they keep to the strict policy.
STRICT_IN_ADMIN = ("/admin/login/", "/admin/password_reset/", "/admin/invitation/")


class PolicyByAreaMiddleware(CSPMiddleware):
    """django-csp with the admin's own directives under `/admin/`, and the frames that one page asked for."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        path = request.path_info
        if path.startswith("/admin/") and not path.startswith(STRICT_IN_ADMIN) and parts.replace is None:
            parts.replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        frames = allowed_frames(request)
        if frames:
            parts.update = (parts.update or {}) | {"frame-src": [SELF, *frames]}
        return parts
