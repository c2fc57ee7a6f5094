"""From a problem of the log to a person who knows of it: once when it begins, once when it is over."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .completeness import completeness
from .models import Alert, LogPolicy

logger = logging.getLogger(__name__)


def watch() -> int:
    """Open and close alerts as things stand, and tell whom the owner named; returns how many are open."""
    with translation.override(settings.LANGUAGE_CODE):
        found = {problem.kind: problem.sentence for problem in completeness().problems}
        open_now = {alert.kind: alert for alert in Alert.objects.filter(closed_at=None)}
        for kind, sentence in found.items():
            if kind not in open_now:
                Alert.objects.create(kind=kind, detail=sentence)
        Alert.objects.filter(closed_at=None).exclude(kind__in=found).update(closed_at=timezone.now())
        for alert in Alert.objects.exclude(told=Alert.Told.BOTH).order_by("opened_at"):
            _tell(alert)
    return len(found)


def _tell(alert: Alert) -> None:
    """What is not told is told by the next watch; a mail server that is away loses no alert."""
    recipients = [line.strip() for line in LogPolicy.current().alert_recipients.splitlines() if line.strip()]
    if alert.told == Alert.Told.NOTHING:
        if not _sent(recipients, str(alert.get_kind_display()), alert.detail):
            return
        alert.told = Alert.Told.BEGIN
    if alert.told == Alert.Told.BEGIN and alert.closed_at:
        subject = _("Over: %(what)s") % {"what": alert.get_kind_display()}
        if not _sent(recipients, subject, _("This is over: %(what)s") % {"what": alert.detail}):
            return
        alert.told = Alert.Told.BOTH
    alert.save(update_fields=["told"])


def _sent(recipients: list[str], subject: str, sentence: str) -> bool:
    if not recipients:
        return True
    body = "\n\n".join([sentence, settings.SITE_URL + reverse("wagtailadmin_home")])
    try:
        send_mail(f"[{settings.SITE_URL.split('//')[-1]}] {subject}", body, None, recipients)
    except (SMTPException, OSError) as error:
        logger.warning("An alert of the request log could not be mailed: %s", error)
        return False
    return True
