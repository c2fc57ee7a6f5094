"""What makes the site this company's: names, logo, colours, fonts, and the records its footer shows."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.validators import FileExtensionValidator, MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from website.navigation.models import Menus
from website.snippets.carried import carried, carried_where
from website.snippets.contacts import with_links
from website.snippets.opening_hours import with_spans

from .file_input import PictureFileInput
from .fonts import FontPair
from .logo import ICON_EXTENSIONS, LOGO_EXTENSIONS, validate_icon, validate_logo
from .looks import Corners, Density, Look
from .panels import BrandPreviewPanel
from .trades import Trade

validate_colour = RegexValidator(
    r"^#[0-9a-fA-F]{6}$", _("Write a colour as # and six digits or letters from a to f, for example #8a4b2a.")
)
logo_validators: list[Callable[[Any], None]] = [FileExtensionValidator(LOGO_EXTENSIONS), validate_logo]
icon_validators: list[Callable[[Any], None]] = [FileExtensionValidator(ICON_EXTENSIONS), validate_icon]


@register_setting(icon="view", order=100)
class BrandingSettings(BaseSiteSetting):
    """One brand per site."""

    site_name = models.CharField(_("name"), max_length=80, blank=True, help_text=_("As the company calls itself."))
    trade = models.CharField(
        _("trade"),
        max_length=20,
        choices=Trade.choices,
        default=Trade.BUSINESS,
        help_text=_("Search engines show a restaurant otherwise than a workshop."),
    )
    logo = models.FileField(
        _("logo"),
        upload_to="brand",
        blank=True,
        validators=logo_validators,
        help_text=_("SVG, PNG or WebP, for light backgrounds. Empty: the name is set in the heading font."),
    )
    logo_dark = models.FileField(
        _("logo for dark backgrounds"),
        upload_to="brand",
        blank=True,
        validators=logo_validators,
        help_text=_("Empty: the same logo."),
    )
    favicon = models.FileField(
        _("icon"),
        upload_to="brand",
        blank=True,
        validators=icon_validators,
        help_text=_(
            "A square SVG, or a PNG of at least 512 pixels. Every size is made from it: the browser's tab, "
            "a phone's home screen. Empty: the first letter of the name on the accent colour."
        ),
    )
    look = models.CharField(
        _("look"),
        max_length=20,
        choices=Look.choices,
        default=Look.BOTTEGA,
        help_text=_("The manner of the whole site: how headings, pictures, lines and fields of colour behave."),
    )
    accent_colour = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#8a4b2a",
        validators=[validate_colour],
        help_text=_("For links and buttons. It is darkened or lightened where text on it would be hard to read."),
    )
    second_colour = models.CharField(
        _("second colour"),
        max_length=7,
        default="#4a5d4e",
        validators=[validate_colour],
        help_text=_("For the footer and quiet backgrounds."),
    )
    fonts = models.CharField(
        _("fonts"),
        max_length=20,
        choices=FontPair.choices,
        default=FontPair.WARM,
        help_text=_("Served from this site, never from another company's."),
    )
    corners = models.CharField(
        _("corners"),
        max_length=20,
        choices=Corners.choices,
        default=Corners.LOOK,
        help_text=_("Of pictures, fields and buttons."),
    )
    density = models.CharField(
        _("density"),
        max_length=20,
        choices=Density.choices,
        default=Density.CALM,
        help_text=_("How much room things have around them."),
    )
    contacts = models.ForeignKey(
        "website.Contacts",
        verbose_name=_("contacts"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown in the footer, in the reader's language where it is translated."),
    )
    opening_hours = models.ForeignKey(
        "website.OpeningHours",
        verbose_name=_("opening hours"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown in the footer, with today marked."),
    )
    messages_kept = models.PositiveSmallIntegerField(
        _("months that messages are kept"),
        default=12,
        validators=[MaxValueValidator(120)],
        help_text=_("Older messages of visitors are deleted every night; the privacy policy says so. 0: never."),
    )

    panels = [
        MultiFieldPanel([FieldPanel("site_name"), FieldPanel("trade")], _("Name")),
        MultiFieldPanel(
            [
                FieldPanel("logo", widget=PictureFileInput()),
                FieldPanel("logo_dark", widget=PictureFileInput(on_dark=True)),
                FieldPanel("favicon", widget=PictureFileInput()),
            ],
            _("Logo"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("look"),
                FieldRowPanel([FieldPanel("accent_colour"), FieldPanel("second_colour")]),
                FieldPanel("fonts"),
                FieldRowPanel([FieldPanel("corners"), FieldPanel("density")]),
            ],
            _("Look"),
        ),
        MultiFieldPanel([FieldPanel("contacts"), FieldPanel("opening_hours")], _("Footer")),
        MultiFieldPanel([FieldPanel("messages_kept")], _("Privacy")),
        BrandPreviewPanel(),
    ]

    # What a visitor's page shows of these two records, with their translations, and of the site's menus in all
    # languages; see `base_queryset`.
    contacts_rows: Sequence[dict[str, Any]] = ()
    hours_rows: Sequence[dict[str, Any]] = ()
    menus_rows: Sequence[dict[str, Any]] = ()

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")

    @classmethod
    def base_queryset(cls) -> QuerySet["BrandingSettings"]:
        """Every page needs the brand, its contacts, hours and menus: they come in one query."""
        brands: QuerySet[BrandingSettings] = super().base_queryset()
        return brands.annotate(
            contacts_rows=carried(with_links(), by="contacts"),
            hours_rows=carried(with_spans(), by="opening_hours"),
            menus_rows=carried_where(Menus.objects.all(), site=OuterRef("site")),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Wagtail's own screens greet with the site's name, so it follows the brand's."""
        super().save(*args, **kwargs)
        if self.site_name and self.site.site_name != self.site_name:
            self.site.site_name = self.site_name
            self.site.save()
