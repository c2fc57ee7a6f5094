"""Files that flows read: every version that was ever given, so that what was loaded can be undone."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SourceFileQuerySet(models.QuerySet["SourceFile"]):
    def of(self, flow: str) -> "SourceFileQuerySet":
        return self.filter(flow=flow)

    def loaded(self) -> "SourceFileQuerySet":
        return self.filter(state=SourceFile.State.LOADED)


class SourceFile(models.Model):
    """One version of one file of one flow. Of the versions of a `name`, at most one is LOADED: its rows are GOLD's.

    The bytes lie in `gold_bi.files.store` under their SHA-256.
    """

    class State(models.TextChoices):
        GIVEN = "given", _("Being looked at")
        ASKING = "asking", _("Has a question")
        READY = "ready", _("Waits for your word")
        LOADING = "loading", _("Being loaded")
        LOADED = "loaded", _("Loaded")
        REPLACED = "replaced", _("Replaced by a newer version")
        REPEATED = "repeated", _("The same as what is loaded")
        UNDONE = "undone", _("Taken back")
        REFUSED = "refused", pgettext_lazy("of a file", "Refused")
        DISCARDED = "discarded", _("Put away")

    flow = models.CharField(_("flow"), max_length=100)
    name = models.CharField(_("file"), max_length=255, help_text=_("A file of the same name replaces the earlier one."))
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("size"))
    given_by = models.CharField(_("given by"), max_length=150)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.GIVEN)
    reason = models.TextField(_("why it was refused"), blank=True)
    # gold_bi.reading.Reading as JSON: how its text is read. None until it was looked at.
    reading = models.JSONField(null=True)
    # What has to be asked before it can be read: column, heading, example, [way, what the example would be]…
    questions = models.JSONField(default=list)
    # Some rows as they stand in the file, by heading.
    preview = models.JSONField(default=list)
    # gold_bi.loaders.difference.Difference as JSON: what loading it would change, by a rehearsal that is rolled back.
    difference = models.JSONField(null=True)
    replaces = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    loaded_at = models.DateTimeField(_("loaded"), null=True)
    # A hash of everything its rows were made from: the same again needs no loading.
    recipe = models.CharField(max_length=64, blank=True)
    rows_read = models.PositiveBigIntegerField(_("rows read"), default=0)
    rows_loaded = models.PositiveBigIntegerField(_("rows loaded"), default=0)
    rows_rejected = models.PositiveBigIntegerField(_("rows set aside"), default=0)

    objects = SourceFileQuerySet.as_manager()
    wagtail_reference_index_ignore = True  # the index lives in the other database

    class Meta:
        default_permissions = ()
        permissions = [("upload_file", _("Can load files into the figures"))]
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["flow", "name"], condition=models.Q(state="loaded"), name="gold_bi_one_loaded_version"
            )
        ]
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name


class RememberedReading(models.Model):
    """What somebody answered about the files of one source: used for the next file with the same headings."""

    flow = models.CharField(max_length=100)
    headings = models.CharField(max_length=64, help_text=_("SHA-256 of the file's headings in their order."))
    reading = models.JSONField()
    answered_by = models.CharField(max_length=150)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["flow", "headings"], name="gold_bi_one_reading_per_headings")]

    def __str__(self) -> str:
        return f"{self.flow} {self.headings[:8]}"


class FactOfFile(models.Model):
    """A fact that came from a line of a file. Base of the facts of every flow that reads files.

    (`file`, `line`) says where it stands. Lines that say the same (the day, and the flow's key) all stay, and one of
    them is `counted`: the first by the file's name and the line, so that the order of loading changes nothing. Rollups
    add up what is counted.

    An index on (`day`, `key_hash`) finds both what the rollups add up and which rows are the same; neighbours in a file
    are neighbours in it, so that a table of millions takes rows as fast as an empty one.
    """

    pk = models.CompositePrimaryKey("file_id", "line")
    # The loader alone writes facts; a constraint would look the same file up once for each of its rows.
    file = models.ForeignKey(
        SourceFile, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    line = models.IntegerField(_("line"))
    key_hash = models.BigIntegerField(help_text=_("64 bits of the key; rows with equal ones are compared in full."))
    counted = models.BooleanField(_("counted"), default=True)
    day = models.DateField(_("day"), help_text=_("In the site's time zone."))

    class Meta:
        abstract = True
