"""How an editor picks people of the team pages."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet


class _Roles:
    """Tells two people of one name apart, and one person in two languages."""

    @property
    def columns(self) -> list[Column]:
        more = [Column("role", label=_("Role")), Column("locale", label=_("Language"))]
        return [*super().columns, *more]  # type: ignore[misc] # of the view it is mixed into


class _ChooseView(_Roles, ChooseView):
    pass


class _ChooseResultsView(_Roles, ChooseResultsView):
    pass


class PersonChooserViewSet(ChooserViewSet):
    model = "website.TeamMember"
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    choose_view_class = _ChooseView
    choose_results_view_class = _ChooseResultsView

    def get_object_list(self) -> QuerySet[Any]:
        people: QuerySet[Any] = self._model().objects.filter(page__live=True)
        return people.select_related("locale").order_by("locale", "page__path", "sort_order")

    @staticmethod
    def _model() -> Any:
        from website.pages.team import TeamMember  # pages are made of blocks

        return TeamMember


person_chooser = PersonChooserViewSet("person_chooser", url_prefix="people")
PersonChooserBlock = person_chooser.get_block_class("PersonChooserBlock", __name__)
