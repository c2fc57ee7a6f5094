from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from .models import BrandingSettings
from .stylesheet import stylesheet, version

YEAR = 31_536_000  # seconds


@require_safe
def brand_css(request: HttpRequest) -> HttpResponse:
    """The brand's stylesheet; kept by browsers for a year under its own `?v=`, for a minute under any other."""
    brand = BrandingSettings.for_request(request)
    response = HttpResponse(stylesheet(brand), content_type="text/css; charset=utf-8")
    if request.GET.get("v") == version(brand):
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    else:
        patch_cache_control(response, public=True, max_age=60)
    return response
