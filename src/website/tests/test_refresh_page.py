"""“Refresh a page”, the special action."""

from django.test import Client
from django.utils.translation import get_language
from wagtail.models import ReferenceIndex

from base.lib.actions.models import ActionRun
from base.lib.actions.registry import Asked, find
from website.tests.conftest import Company


def test_a_page_is_drawn_found_and_linked_again(client: Client, company: Company) -> None:
    page = company.en.content
    ReferenceIndex.objects.all().delete()
    action = find("refresh-page")
    assert action
    assert str(page.pk) in dict(action.choices() if action.choices else [])
    seen: list[int] = []
    assert page.title in action.do(Asked(str(page.pk), "anna", ""), lambda done, total: seen.append(done))
    assert seen == [0, 1, 2]
    assert get_language() == "it", "the next words are read in the language of the site"
    assert not ActionRun.objects.exists()
