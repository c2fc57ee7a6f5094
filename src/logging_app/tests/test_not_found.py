"""From an address that was asked for in vain to a redirect that answers it."""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from logging_app.screens.missing.not_found import Missing
from logging_app.screens.missing.suggestions import Suggestions

from .stored import GOOGLEBOT, asked, store

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

HOSTILE = "/it/\u202e<img src=x onerror=alert(1)>/"


@pytest.fixture
def pages() -> dict[str, Page]:
    """A site in two languages: contacts, gallery and hours, of which only Italian has the last."""
    Site.objects.all().delete()
    root = Page.get_first_root_node()
    found: dict[str, Page] = {}
    titles = {
        "it": [("contatti", "Contatti"), ("galleria", "Le nostre fotografie"), ("orari", "Orari di apertura")],
        "en": [("contact", "Contact"), ("gallery", "Our photographs")],
    }
    for code, names in titles.items():
        locale = Locale.objects.get_or_create(language_code=code)[0]
        home = root.add_child(instance=Page(title=f"Bottega {code}", slug=f"bottega-{code}", locale=locale))
        if code == "it":
            Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
        else:
            Page.objects.filter(pk=home.pk).update(translation_key=found["it"].translation_key)
        found[code] = home
        for place, (slug, title) in enumerate(names):
            page = home.add_child(instance=Page(title=title, slug=slug, locale=locale))
            found[f"{code}/{slug}"] = page
            if code == "en":
                same = found["it/" + titles["it"][place][0]]
                Page.objects.filter(pk=page.pk).update(translation_key=same.translation_key)
    return found


def rows(client: Client, **query: str) -> list[Missing]:
    answer = client.get(reverse("request_log_not_found"), query)
    assert answer.status_code == 200
    found: list[Missing] = answer.context["rows"]
    return found


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/contatti.html", "/it/contatti/"),
        ("/it/contatto/", "/it/contatti/"),
        ("/it/azienda/contatti.php", "/it/contatti/"),
        ("/it/orari-di-apertura.html", "/it/orari/"),
        ("/it/le-nostre-fotografie/", "/it/galleria/"),
        ("/en/contact-us.html", "/en/contact/"),
        ("/en/contatti/", "/en/contact/"),  # the page's translation into the language that was asked for
        ("/en/orari/", "/it/orari/"),  # which has none
        ("/it/galler%C3%ACa/", "/it/galleria/"),
        ("/it/wp-fantasia/", None),
        ("/index.html", None),
        ("/xyz", None),
        ("/it/contatti", None),  # it is that page
        ("/" + "a/" * 2_000, None),
    ],
)
def test_the_nearest_page_is_suggested_and_none_where_nothing_is_near(path: str, target: str | None) -> None:
    suggestion = Suggestions.of_live_pages().for_path(path)
    assert (suggestion.url if suggestion else None) == target


@pytest.mark.usefixtures("pages")
def test_a_suggestion_says_how_sure_it_is() -> None:
    suggestions = Suggestions.of_live_pages()
    exact, near = suggestions.for_path("/contatti.html"), suggestions.for_path("/en/contact-us.html")
    assert exact
    assert near
    assert exact.score == 1 > near.score
    assert (str(exact.confidence), str(near.confidence)) == ("molto probabile", "probabile")


@pytest.mark.usefixtures("pages")
def test_misses_are_ranked_with_who_asked_and_where_the_link_is(
    owner: Client, tmp_path: Path, settings: Settings
) -> None:
    settings.SITE_URL = "https://testserver"
    store(
        tmp_path,
        settings,
        asked("/prodotti.html", status=404, times=2, referrer="https://www.google.com/"),
        asked("/prodotti.html", status=404, agent=GOOGLEBOT, ip="198.51.100.4"),
        asked("/it/listino/", status=404, times=5, referrer="https://other.example/links", ip="192.0.2.1"),
        asked("/it/listino/", status=404, referrer="https://testserver/it/", ip="192.0.2.2"),
        asked("/it/contatti/", status=200, times=9),
        asked("/wp-login.php", status=404, times=30),
        asked("/foto.jpg", status=404),
        asked("/chi-siamo.php", status=410),
    )
    first, second = rows(owner)
    assert (first.path, first.total, first.people, first.bots, first.visitors) == ("/it/listino/", 6, 6, 0, 2)
    assert [referrer.text for referrer, _ in first.referrers] == [
        "https://testserver/it/",
        "https://other.example/links",
    ]
    assert [referrer.text for referrer in first.own] == ["https://testserver/it/"]
    assert (second.path, second.total, second.people, second.bots) == ("/prodotti.html", 3, 2, 1)
    assert [row.path for row in rows(owner, what="files")] == ["/foto.jpg"]
    assert [row.path for row in rows(owner, what="scripts")] == ["/chi-siamo.php"]
    page = owner.get(reverse("request_log_not_found")).content.decode()
    assert "1 di questi indirizzi è in un link di una pagina tua" in page


def test_a_miss_becomes_a_redirect_that_answers_301(
    owner: Client, pages: dict[str, Page], tmp_path: Path, settings: Settings
) -> None:
    store(tmp_path, settings, asked("/contatti.html", status=404, times=3))
    (row,) = rows(owner)
    assert row.may_redirect
    form = owner.get(row.create_url)
    by_hand = owner.get(reverse("request_log_create_redirect"), {"path": "/contatti.html"})
    for each in (form, by_hand):
        assert each.context["form"].initial["redirect_page"] == pages["it/contatti"]
    assert "La pagina più vicina è «Contatti»" in form.content.decode()
    sent = {"old_path": "/contatti.html", "redirect_page": pages["it/contatti"].pk, "is_permanent": "on"}
    answer = owner.post(row.create_url, sent, follow=True)
    assert answer.redirect_chain == [(reverse("request_log_not_found"), 302)]
    assert "«/contatti.html» ora porta a " in answer.content.decode()
    (row,) = rows(owner)
    assert row.redirect
    assert not row.may_redirect
    assert "ora reindirizzato" in answer.content.decode()
    visit = Client().get("/contatti.html")
    assert (visit.status_code, visit["Location"]) == (301, "/it/contatti/")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"redirect_page": ""}, "Scegli la pagina a cui mandare le persone"),
        ({"redirect_link": "https://example.org/"}, "O una pagina o un indirizzo"),
        ({"old_path": "/"}, "La prima pagina del sito non si può reindirizzare"),
        ({"old_path": "//[oops"}, "Questo non è un indirizzo"),
        ({"old_path": "/" + "x" * 300}, "255"),
        ({"old_path": "/it/contatti/"}, "il reindirizzamento porterebbe a se stesso"),
        ({"old_path": "/known.html/"}, "esiste già"),
        ({"redirect_page": "", "redirect_link": "javascript:alert(1)"}, "URL valido"),
    ],
)
def test_what_would_not_work_is_refused_in_plain_words(
    owner: Client, pages: dict[str, Page], changes: dict[str, str], said: str
) -> None:
    Redirect.add_redirect("/known.html", pages["it/orari"])
    sent = {"old_path": "/old.html", "redirect_page": pages["it/contatti"].pk, "is_permanent": "on"} | changes
    answer = owner.post(reverse("request_log_create_redirect"), sent)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert Redirect.objects.count() == 1


def test_a_page_that_is_not_published_is_no_target(owner: Client, pages: dict[str, Page]) -> None:
    pages["it/orari"].unpublish()
    sent = {"old_path": "/old.html", "redirect_page": pages["it/orari"].pk, "is_permanent": "on"}
    answer = owner.post(reverse("request_log_create_redirect"), sent)
    assert "Questa pagina non è pubblicata" in answer.content.decode()
    assert not Redirect.objects.exists()


def test_an_existing_redirect_is_told_before_the_form_is_filled_in(owner: Client, pages: dict[str, Page]) -> None:
    Redirect.add_redirect("/known.html", pages["it/orari"])
    page = owner.get(reverse("request_log_create_redirect"), {"path": "/known.html"}).content.decode()
    assert "«/known.html» è già reindirizzato a /it/orari/" in page


@pytest.mark.usefixtures("pages")
def test_what_visitors_sent_is_shown_and_never_run(owner: Client, tmp_path: Path, settings: Settings) -> None:
    store(
        tmp_path,
        settings,
        asked(HOSTILE, status=404, referrer="https://x.example/<script>alert(2)</script>"),
        asked("//[::1/", status=404),
        asked("/it/" + "y" * 4_000, status=404),
    )
    for page in (
        owner.get(reverse("request_log_not_found")),
        owner.get(reverse("request_log_create_redirect") + "?" + urlencode({"path": HOSTILE})),
        owner.get(reverse("request_log_create_redirect") + "?" + urlencode({"path": "//[::1/", "page": "99999999"})),
    ):
        text = page.content.decode()
        assert page.status_code == 200
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    listed = owner.get(reverse("request_log_not_found")).content.decode()
    assert "⟨U+202E⟩" in listed
    assert "\u202e" not in listed
    assert {row.path: row.may_redirect for row in rows(owner)}["//[::1/"] is False


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize(("may_look", "may_add"), [(False, False), (True, False), (False, True), (True, True)])
def test_only_who_may_look_and_may_add_redirects_makes_one(
    client: Client, tmp_path: Path, settings: Settings, may_look: bool, may_add: bool
) -> None:
    store(tmp_path, settings, asked("/contatti.html", status=404))
    allowed = ["access_admin"] + ["view_accesslogentry"] * may_look + ["add_redirect"] * may_add
    group = Group.objects.create(name="Staff")
    group.permissions.add(*Permission.objects.filter(codename__in=allowed))
    user = get_user_model().objects.create_user("staff", "staff@example.it", "secret")
    user.groups.add(group)
    client.force_login(user)
    listed = client.get(reverse("request_log_not_found"))
    assert listed.status_code == (200 if may_look else 302)
    assert ("Crea reindirizzamento" in listed.content.decode()) == (may_look and may_add)
    address = reverse("request_log_create_redirect")
    assert client.get(address).status_code == (200 if may_look and may_add else 302)
    client.post(address, {"old_path": "/contatti.html", "redirect_link": "https://example.it/", "is_permanent": "on"})
    assert Redirect.objects.exists() == (may_look and may_add)


def test_without_a_miss_the_screen_says_so(owner: Client) -> None:
    assert "Non ci sono ancora cifre" in owner.get(reverse("request_log_not_found")).content.decode()
