"""What the worker makes and sends."""

from django.utils import timezone
from django_tasks import task

from base.lib.schedule.registry import register

from . import alerting, digest, making
from .models import Digest


@task(backend="db")
def make_document(pk: int) -> str:
    return making.make(pk)


@task(backend="db")
def send_digests() -> int:
    """The weekly letters that are due."""
    return digest.send_due()


@task(backend="db")
def send_digest_now(pk: int) -> str:
    """At its reader's word, of the last seven days."""
    wanted = Digest.objects.select_related("user").get(pk=pk)
    try:
        digest.send(wanted, timezone.localdate())
        wanted.sent_at, wanted.problem = timezone.now(), ""
    except digest.NotSent as why:
        wanted.problem = str(why)
    wanted.save(update_fields=["sent_at", "problem"])
    return wanted.problem


@task(backend="db")
def check_alerts() -> int:
    """Hold every alert's figure against its limit."""
    return alerting.check_all()


register("send digests", "*/10 * * * *", send_digests)
register("check alerts", "25 * * * *", check_alerts)
