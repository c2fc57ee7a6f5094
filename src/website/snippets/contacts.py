from django.contrib.postgres.expressions import ArraySubquery
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from website.translations.panel import TranslationsPanel

from .vat_number import validate_vat_number


class Contacts(TranslatableMixin, ClusterableModel):
    """Who the company is and how to reach it; one record that every page and footer reads."""

    legal_name = models.CharField(_("company name"), max_length=120, help_text=_("As registered, with its legal form."))
    about = models.CharField(
        _("who we are"), max_length=200, blank=True, help_text=_("One sentence, shown at the foot of every page.")
    )
    address = models.CharField(_("address"), max_length=120, help_text=_("Street and number."))
    postcode = models.CharField(_("postcode"), max_length=10)
    town = models.CharField(_("town"), max_length=80)
    province = models.CharField(_("province"), max_length=40, blank=True, help_text=_("For example FI."))
    phone = models.CharField(
        _("phone"), max_length=30, blank=True, help_text=_("With the country code: +39 055 123456.")
    )
    whatsapp = models.CharField(
        _("WhatsApp number"),
        max_length=30,
        blank=True,
        validators=[RegexValidator(r"^\+[0-9 ]{7,}$", _("Begin with + and the country code: +39 333 1234567."))],
        help_text=_("With the country code. Visitors get a link that opens a chat with it."),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    vat_number = models.CharField(
        _("VAT number"),
        max_length=13,
        blank=True,
        validators=[validate_vat_number],
        help_text=_("Partita IVA, eleven digits. Italian law wants it on every page of a company's site."),
    )
    registration = models.CharField(
        _("company register"), max_length=120, blank=True, help_text=_("For example: REA FI-123456, share capital…")
    )
    hosting = models.CharField(
        _("hosting"),
        max_length=200,
        blank=True,
        help_text=_("Who keeps the site's server, with town and country. The privacy policy names them."),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    # The same in every language; a translator may still depart from them.
    override_translatable_fields = [
        SynchronizedField(name) for name in ("legal_name", "address", "postcode", "phone", "whatsapp", "vat_number")
    ]
    panels = [
        TranslationsPanel(),
        FieldPanel("legal_name"),
        FieldPanel("about"),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("postcode"), FieldPanel("town"), FieldPanel("province")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            _("Where"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("phone"), FieldPanel("whatsapp"), FieldPanel("email")])], _("How to reach us")
        ),
        MultiFieldPanel(
            [FieldPanel("vat_number"), FieldPanel("registration"), FieldPanel("hosting")], _("What the law asks for")
        ),
        InlinePanel("social_links", heading=_("Social media"), label=_("Link")),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("contacts")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return f"{self.legal_name}, {self.town}"


class SocialLink(Orderable):
    """One of the company's pages elsewhere."""

    contacts = ParentalKey(Contacts, on_delete=models.CASCADE, related_name="social_links")
    label = models.CharField(_("name"), max_length=40, help_text=_("For example Instagram."))
    url = models.URLField(_("address"))

    panels = [FieldRowPanel([FieldPanel("label"), FieldPanel("url")])]

    class Meta(Orderable.Meta):
        verbose_name = _("social media link")
        verbose_name_plural = _("social media links")

    def __str__(self) -> str:
        return self.label


def with_links() -> QuerySet[Contacts]:
    """Contacts whose `links` are their social media links, as {label, url}, without a query more."""
    rows = SocialLink.objects.filter(contacts=OuterRef("pk")).values(row=JSONObject(label="label", url="url"))
    return Contacts.objects.annotate(links=ArraySubquery(rows))
