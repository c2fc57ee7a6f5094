"""Registers what the website adds to the Wagtail admin."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from .blocks.people import PersonChooserViewSet, person_chooser
from .branding.preview import addresses
from .checks import report
from .home import arranging
from .home.panels import add_panels, next_steps
from .hours.deciding import decide, undo
from .hours.undecided import add_undecided_holidays
from .inbox.permissions import without_contact_pages
from .inbox.viewset import MessageViewSet, message_viewset
from .navigation.links import register_page_links
from .pages.publishing import refuse_wordless_galleries
from .pictures.uploading import UploadPictureView
from .snippets.viewsets import CompanyViewSetGroup
from .translations.marks import mark_page, mark_record
from .translations.report import MissingTranslationsView, menu_item

register_snippet(CompanyViewSetGroup)
hooks.register("register_admin_urls", addresses)
hooks.register("construct_homepage_panels", add_undecided_holidays)
hooks.register("construct_homepage_panels", add_panels)
hooks.register("construct_homepage_panels", arranging.arrange, order=1000)  # when all others have added theirs
hooks.register("register_next_steps", next_steps)
hooks.register("register_rich_text_features", register_page_links, order=1)  # after Wagtail's own
hooks.register("filter_form_submissions_for_user", without_contact_pages)
hooks.register("before_bulk_action", refuse_wordless_galleries)
hooks.register("register_page_listing_buttons", mark_page)
hooks.register("register_snippet_listing_buttons", mark_record)
hooks.register("register_reports_menu_item", menu_item)


@hooks.register("register_admin_viewset")
def register_inbox() -> MessageViewSet:
    return message_viewset


@hooks.register("register_admin_viewset")
def register_person_chooser() -> PersonChooserViewSet:
    return person_chooser


@hooks.register("register_admin_menu_item")
def register_inbox_menu_item() -> MenuItem:
    return message_viewset.get_menu_item()


@hooks.register("register_admin_urls")
def register_missing_translations() -> list[URLPattern]:
    return [path("reports/missing-translations/", MissingTranslationsView.as_view(), name="missing_translations")]


@hooks.register("register_admin_urls")
def register_upload() -> list[URLPattern]:
    return [path("pictures/upload/", UploadPictureView.as_view(), name="website_upload_picture")]


@hooks.register("register_admin_urls")
def register_problems() -> list[URLPattern]:
    view = report.ProblemsReport
    return [
        path("reports/links-and-pictures/", view.as_view(), name="website_problems"),
        path("reports/links-and-pictures/results/", view.as_view(results_only=True), name="website_problems_results"),
        path("reports/links-and-pictures/outside/", report.check_outside_links, name="website_check_outside_links"),
    ]


hooks.register("register_reports_menu_item", report.menu_item)


@hooks.register("register_admin_urls")
def register_holiday_answers() -> list[URLPattern]:
    return [
        path("holidays/<int:pk>/decide/", decide, name="decide_holiday"),
        path("holidays/<int:pk>/undo/<uuid:rule>/", undo, name="undo_holiday"),
    ]


@hooks.register("register_admin_urls")
def register_arranging() -> list[URLPattern]:
    return [path("home/arrange/", arranging.ArrangeView.as_view(), name=arranging.ADDRESS)]
