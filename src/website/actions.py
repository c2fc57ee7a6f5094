"""What a person may have the worker do for the website now (see `base.lib.actions`)."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modelsearch.backends import get_search_backend
from modelsearch.index import get_indexed_models, insert_or_update_object
from wagtail.models import Page, ReferenceIndex

from base.lib.actions.registry import Action, ActionFailed, Asked, Progress, Words, register

UPKEEP = "actions.do_upkeep"
CHUNK = 200  # records


def rebuild_search(asked: Asked, progress: Progress) -> str:
    """PostgreSQL keeps one index for every model; the old one answers until the new one is whole."""
    models = get_indexed_models()
    index = get_search_backend().get_index_for_model(Page)
    total = sum(model.get_indexed_objects().count() for model in models)
    done = 0
    with transaction.atomic():
        rebuilder = index.backend.rebuilder_class(index)
        rebuilder.start()
        for model in models:
            records = model.get_indexed_objects().order_by("pk")
            for start in range(0, records.count(), CHUNK):
                chunk = list(records[start : start + CHUNK])
                index.add_items(model, chunk)
                done += len(chunk)
                progress(done, total)
        rebuilder.finish()
    return ngettext("%(count)s record can be found.", "%(count)s records can be found.", done) % {"count": done}


def live_pages() -> list[tuple[str, Words]]:
    """In the order of the tree of each language, a page's depth by its indent."""
    pages = Page.objects.live().filter(depth__gt=1).order_by("locale__language_code", "path").select_related("locale")
    return [
        (str(page.pk), f"{page.locale.language_code.upper()} · {'– ' * (page.depth - 2)}{page.title}") for page in pages
    ]


def refresh_page(asked: Asked, progress: Progress) -> str:
    page = Page.objects.live().specific().filter(pk=asked.choice).first()
    if page is None:
        raise ActionFailed(gettext("The page is not there any more."))
    progress(0, 3)
    with translation.override(translation.get_language()):  # a page leaves its own language behind
        answer = page.make_preview_request()  # cuts the pictures that are missing
    if answer.status_code != 200:
        raise ActionFailed(gettext("The page cannot be drawn: it answers %s.") % answer.status_code)
    progress(1, 3)
    insert_or_update_object(page)
    progress(2, 3)
    ReferenceIndex.create_or_update_for_object(page)
    return gettext("“%s” is drawn, found and linked as it stands now.") % page.title


def send_test_letter(asked: Asked, progress: Progress) -> str:
    if not asked.email:
        raise ActionFailed(gettext("Your account has no e-mail address. Write it in your account settings."))
    site = settings.SITE_URL.split("//")[-1]
    body = gettext("This letter was asked for in the back office of %s, to see that its letters arrive.") % site
    try:
        send_mail(gettext("[%s] A test letter") % site, body, None, [asked.email])
    except (SMTPException, OSError) as error:
        raise ActionFailed(gettext("The mail server did not take the letter: %s") % error) from error
    return gettext("The mail server took the letter to %s.") % asked.email


def register_actions() -> None:
    register(
        Action(
            "rebuild-search",
            _("Rebuild the search index"),
            _(
                "Reads every page, picture and document anew, so that search finds what stands in them now. Search"
                " goes on working meanwhile. It takes seconds, on a large site minutes."
            ),
            UPKEEP,
            rebuild_search,
        )
    )
    register(
        Action(
            "refresh-page",
            _("Refresh a page"),
            _(
                "Draws the page once, cuts the pictures it is missing, and notes anew what search finds in it and what"
                " it leads to. Nothing that an editor wrote changes."
            ),
            UPKEEP,
            refresh_page,
            _("Page"),
            live_pages,
        )
    )
    register(
        Action(
            "test-letter",
            _("Send yourself a test letter"),
            _("Sends one letter to the address of your account, by the mail server that brings visitors’ messages."),
            UPKEEP,
            send_test_letter,
        )
    )
