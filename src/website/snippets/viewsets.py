"""How editors find the company's records in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from website.navigation.viewset import MenusViewSet

from .contacts import Contacts
from .opening_hours import OpeningHours


class OpeningHoursViewSet(SnippetViewSet):
    model = OpeningHours
    icon = "time"
    menu_label = _("Opening hours")
    list_display = ["name", "locale"]
    search_fields = ["name"]
    edit_handler = ObjectList(OpeningHours.panels)


class ContactsViewSet(SnippetViewSet):
    model = Contacts
    icon = "mail"
    menu_label = _("Contacts")
    list_display = ["legal_name", "town", "phone", "locale"]
    search_fields = ["legal_name", "town"]
    edit_handler = ObjectList(Contacts.panels)


class CompanyViewSetGroup(SnippetViewSetGroup):
    """Opening hours, contacts and menus, together in the menu."""

    menu_label = _("The company")
    menu_icon = "home"
    menu_order = 200
    items = (OpeningHoursViewSet, ContactsViewSet, MenusViewSet)
