"""The limit: the least Django can do under the same gunicorn, one view that says hello."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


urlpatterns = [path("", hello)]

if not settings.configured:
    settings.configure(ROOT_URLCONF=__name__, SECRET_KEY="nothing is signed here", ALLOWED_HOSTS=["*"])
application = get_wsgi_application()
