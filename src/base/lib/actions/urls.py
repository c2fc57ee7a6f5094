from django.urls import path

from .views import ActionsView, AskView

app_name = "actions"
urlpatterns = [
    path("", ActionsView.as_view(), name="actions"),
    path("<slug:name>/", AskView.as_view(), name="ask"),
]
