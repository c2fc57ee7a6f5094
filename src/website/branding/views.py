from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from .icons import ICONS, icon, icon_version
from .models import BrandingSettings
from .site_css import site_css, version

YEAR = 31_536_000  # seconds


@require_safe
def all_css(request: HttpRequest) -> HttpResponse:
    """The site's stylesheet; kept by browsers for a year under its own `?v=`, for a minute under any other."""
    brand = BrandingSettings.for_request(request)
    response = HttpResponse(site_css(brand), content_type="text/css; charset=utf-8")
    _keep(response, request.GET.get("v") == version(brand))
    return response


@require_safe
def brand_icon(request: HttpRequest, name: str) -> HttpResponse:
    """One of the brand's icons, kept like its stylesheet."""
    if name not in ICONS:
        raise Http404(name)
    brand = BrandingSettings.for_request(request)
    kind = "image/x-icon" if name.endswith(".ico") else "image/png"
    response = HttpResponse(icon(brand, name), content_type=kind)
    _keep(response, request.GET.get("v") == icon_version(brand))
    return response


def _keep(response: HttpResponse, is_current: bool) -> None:
    if is_current:
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    else:
        patch_cache_control(response, public=True, max_age=60)
