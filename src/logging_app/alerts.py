"""From a problem of the log to a person who knows of it: once when it begins, once when it is over.

Nobody reads the twentieth letter of an hour, so what comes and goes is told of as one.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.lib.alerts import letter

from .completeness import completeness
from .models import Alert, LogPolicy

# What comes and goes is one thing as long as it stays away for less than this, and told of once in so long.
CALM = timedelta(minutes=5)
AGAIN = timedelta(hours=1)


def watch() -> int:
    """Open and close alerts as things stand, and tell whom the owner named; returns how many are open."""
    with translation.override(settings.LANGUAGE_CODE):
        found = {problem.kind: problem.sentence for problem in completeness().problems}
        for kind, sentence in found.items():
            _open(kind, sentence)
        Alert.objects.filter(closed_at=None).exclude(kind__in=found).update(closed_at=timezone.now())
        for alert in Alert.objects.exclude(told=Alert.Told.BOTH).order_by("opened_at"):
            _tell(alert)
    return len(found)


def _open(kind: Alert.Kind, sentence: str) -> None:
    """What comes back before it was said to be over goes on as the alert that it was."""
    if not Alert.objects.filter(kind=kind).exclude(told=Alert.Told.BOTH).update(closed_at=None):
        Alert.objects.create(kind=kind, detail=sentence)


def _tell(alert: Alert) -> None:
    """What is not told is told by the next watch; a mail server that is away loses no alert."""
    now = timezone.now()
    over = alert.closed_at is not None and alert.closed_at <= now - CALM
    what = alert.get_kind_display()
    if alert.told == Alert.Told.NOTHING:
        lately = Alert.objects.filter(kind=alert.kind, told_at__gt=now - AGAIN).exists()
        if not lately and letter(str(what), " ".join([alert.detail, *_meanwhile(alert)])):
            alert.told, alert.told_at = Alert.Told.BEGIN, now
        elif lately and over:
            alert.told = Alert.Told.BOTH
    if alert.told == Alert.Told.BEGIN and over:
        subject = _("Over: %(what)s") % {"what": what}
        if letter(subject, _("This is over: %(what)s") % {"what": alert.detail}):
            alert.told = Alert.Told.BOTH
    alert.save(update_fields=["told", "told_at"])


def _meanwhile(alert: Alert) -> list[str]:
    """How often the same came and went untold since the last message of it, if it did."""
    same = Alert.objects.filter(kind=alert.kind, pk__lt=alert.pk)
    last = same.exclude(told_at=None).aggregate(pk=Max("pk"))["pk"]
    count = same.filter(pk__gt=last, told_at=None).count() if last else 0
    if not count:
        return []
    sentence = ngettext(
        "Since the last message it came and went %(count)s more time.",
        "Since the last message it came and went %(count)s more times.",
        count,
    )
    return [sentence % {"count": count}]


def addressees() -> list[str]:
    return [line.strip() for line in LogPolicy.current().alert_recipients.splitlines() if line.strip()]
