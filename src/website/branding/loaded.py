from django.db import models


class LoadedBrand(models.Model):
    """What a brand's folder said when it was last loaded, so that the next load can tell its changes from an editor's.

    `records` holds, by the folder's name for it and its language, each record's primary key and the values the file
    gave its fields; `entries` the ids given to the entries of the files' lists. Nobody edits it.
    """

    slug = models.CharField(max_length=100, unique=True)
    records = models.JSONField(default=dict)
    entries = models.JSONField(default=dict)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.slug
