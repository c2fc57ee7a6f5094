"""The letters a message gives rise to, and when each is tried again."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .messages import Message

# How long to wait after each failed attempt; after the last one, about three days on, a person has to ask.
PAUSES = [timedelta(minutes=minutes) for minutes in (5, 15, 60, 180, 360, 720, 1440, 1440)]


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: datetime | None = None) -> "DeliveryQuerySet":
        """To be tried by now, the longest waiting first; nothing is sent about a message marked as spam."""
        waiting = self.filter(state=Delivery.State.WAITING, next_try_at__lte=now or timezone.now())
        return waiting.exclude(message__state=Message.State.SPAM).order_by("next_try_at", "pk")

    def start_again(self) -> int:
        """Have the unsent ones tried now, as if they never had been; returns how many.

        One statement, so a letter that the worker is just sending is not sent twice.
        """
        unsent = self.exclude(state=Delivery.State.SENT)
        return unsent.update(state=Delivery.State.WAITING, attempts=0, next_try_at=timezone.now())


class Delivery(models.Model):
    """One letter: kept until the mail server has taken it."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("To the company")
        RECEIPT = "receipt", _("Receipt to the sender")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("letter", "Waiting")
        SENT = "sent", pgettext_lazy("letter", "Sent")
        FAILED = "failed", pgettext_lazy("letter", "Not sent")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    address = models.EmailField(_("to"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    last_error = models.TextField(_("last error"), blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        default_permissions = ()  # whoever may see the message sees its letters
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["message", "kind"], name="one_letter_of_a_kind")]
        indexes = [models.Index(fields=["next_try_at"], name="letter_due", condition=models.Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.address}"

    def succeeded(self) -> None:
        self.state = self.State.SENT
        self.attempts += 1
        self.sent_at = timezone.now()
        self.last_error = ""
        self.save()

    def failed(self, error: Exception, for_good: bool = False) -> None:
        """Write down why, and when to try again; `for_good` when trying again cannot help."""
        self.last_error = f"{type(error).__name__}: {error}"[:2_000]
        self.attempts += 1
        if for_good or self.attempts > len(PAUSES):
            self.state = self.State.FAILED
        else:
            self.next_try_at = timezone.now() + PAUSES[self.attempts - 1]
        self.save()
