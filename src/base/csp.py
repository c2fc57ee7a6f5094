"""Two content security policies: a strict one for visitors, and what Wagtail's admin needs."""

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from base.lib.frames import allowed_frames


class PolicyByAreaMiddleware(CSPMiddleware):
    """django-csp with the admin's own directives under `/admin/`, and the frames that one page asked for."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith("/admin/") and parts.replace is None:
            parts.replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        frames = allowed_frames(request)
        if frames:
            parts.update = (parts.update or {}) | {"frame-src": [SELF, *frames]}
        return parts
