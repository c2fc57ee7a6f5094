"""The addresses of the log's own screens, below `/admin/request-log/`."""

from django.urls import path

from .person import PersonDataView, PersonView
from .rules import RulesView
from .source_screens import source_urls

urlpatterns = [
    *source_urls,
    path("rules/", RulesView.as_view(), name="request_log_rules"),
    path("person/", PersonView.as_view(), name="request_log_person"),
    path("person/data.csv", PersonDataView.as_view(), name="request_log_person_data"),
]
