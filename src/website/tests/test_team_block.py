"""The people of the team on any page: everybody, or those an editor chose."""

from django.test import Client

from website.models import TeamPage
from website.tests import factories
from website.tests.bodies import draw
from website.tests.conftest import Company


def test_everybody_is_shown_where_nobody_is_chosen(client: Client, company: Company, team: TeamPage) -> None:
    html = draw(client, company.it.content, ("team", {"heading": "", "people": []}))
    assert html.index("Marta") < html.index("Davide")


def test_the_chosen_stand_in_the_editor_s_order(client: Client, company: Company, team: TeamPage) -> None:
    marta, davide = team.members.order_by("pk")
    factories.TeamMemberFactory(page=team, locale=team.locale, name="Ettore")
    html = draw(client, company.it.content, ("team", {"heading": "", "people": [davide.pk, marta.pk]}))
    assert html.index("Davide") < html.index("Marta")
    assert "Ettore" not in html
    assert f'href="{team.url}">Tutte le persone' in html


def test_the_chosen_speak_the_reader_s_language(client: Client, company: Company, team: TeamPage) -> None:
    marta = team.members.order_by("pk")[0]
    english = factories.TeamPageFactory(parent=company.en.home, language="en")
    factories.TeamMemberFactory(
        page=english, locale=english.locale, name="Marta", role="Design", translation_key=marta.translation_key
    )
    html = draw(client, company.en.content, ("team", {"heading": "", "people": [marta.pk]}))
    assert "Design" in html


def test_an_editor_finds_people_by_name_and_role(admin_client: Client, company: Company, team: TeamPage) -> None:
    html = admin_client.get("/admin/people/").content.decode()
    assert "Marta" in html
    assert "al banco" in html
