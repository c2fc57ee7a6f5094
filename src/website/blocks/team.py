from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from website.navigation.around import home_path

from .people import PersonChooserBlock

MOST = 12


class TeamBlock(blocks.StructBlock):
    """People of the team pages, in the reader's language."""

    heading = blocks.CharBlock(
        label=_("Heading"), required=False, max_length=100, help_text=_("Empty: “Who you will meet”.")
    )
    people = blocks.ListBlock(
        PersonChooserBlock(),
        label=_("People"),
        min_num=0,
        max_num=MOST,
        default=[],
        help_text=_("In your order. Empty: everybody on the team pages, twelve at most."),
    )

    class Meta:
        icon = "group"
        label = _("Team")
        description = _("The people of the company: all of them, or those you choose.")
        template = "website/blocks/team.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        page: Any = context.get("page")
        request: Any = context.get("request")
        if page is None:
            return context | {"members": _samples(), "team_url": ""}
        # Pages are made of blocks, so a block can only ask for them once all is loaded.
        from website.pages.team import TeamMember, draw_together

        chosen = [person.translation_key for person in value["people"] if person]
        people = TeamMember.objects.filter(page__live=True, page__path__startswith=home_path(request, page))
        if chosen:
            people = people.filter(translation_key__in=chosen)
        members = list(people.select_related("page").order_by("page__path", "sort_order")[:MOST])
        if chosen:
            members.sort(key=lambda member: chosen.index(member.translation_key))
        draw_together(members)
        team_url = members[0].page.get_url(request) if chosen and members else ""
        return context | {"members": members, "team_url": team_url}

    def get_preview_value(self) -> blocks.StructValue:
        return self.to_python({"heading": "", "people": []})


def _samples() -> list[dict[str, Any]]:
    people = [
        ("Marta", _("Design"), _("She draws in pencil, at your table.")),
        ("Davide", _("Bench and fitting"), _("If a drawer sticks, he hears it from the next room.")),
    ]
    return [{"name": name, "role": role, "words": words} for name, role, words in people]
