"""How long visitors' messages are kept: as many months as the brand's settings say."""

from calendar import monthrange
from datetime import datetime

from django.utils import timezone
from wagtail.models import Site

from website.branding.models import BrandingSettings

from .messages import Message


def delete_old(now: datetime | None = None) -> int:
    """Delete older messages with their letters, spam too; returns how many messages.

    The setting is the default site's, and holds for the messages of every site.
    """
    site = Site.objects.filter(is_default_site=True).first()
    months = BrandingSettings.for_site(site).messages_kept if site else 0
    if not months:
        return 0
    _all, of_each = Message.objects.filter(submit_time__lt=months_before(now or timezone.now(), months)).delete()
    return of_each.get(Message._meta.label, 0)


def months_before(moment: datetime, months: int) -> datetime:
    """The same day that many months earlier, or that month's last one."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
