"""Wagtail's PostgreSQL search, each record read in its own language.

Wagtail's backend has one configuration for everything; with two languages one of them would find only exact words.
"""

from collections.abc import Iterable
from copy import copy
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any

from django.conf import settings
from modelsearch.backends.database.postgres.postgres import (
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from wagtail.models import Locale

from .languages import configuration


class LanguageIndex(PostgresIndex):
    """Indexes pages and snippets by the words of their language, everything else by those of the main language."""

    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        languages = dict(Locale.objects.values_list("pk", "language_code"))

        def read_in(record: Any) -> str:
            return configuration(languages.get(getattr(record, "locale_id", None), settings.LANGUAGE_CODE))

        for name, same in groupby(sorted(objs, key=read_in), key=read_in):
            backend = copy(self.backend)
            backend.config = name
            PostgresIndex(backend).add_items(model, list(same))


class AnyLanguageQueryCompiler(PostgresSearchQueryCompiler):
    """The admin lists pages of every language: a word is looked for as each of them would write it."""

    def build_tsquery(self, query: Any, config: str | None = None) -> Any:
        names = sorted({configuration(code) for code, _name in settings.LANGUAGES})
        each = [super(AnyLanguageQueryCompiler, self).build_tsquery(query, config=name) for name in names]
        return reduce(or_, each)


class SearchBackend(PostgresSearchBackend):
    index_class = LanguageIndex
    query_compiler_class = AnyLanguageQueryCompiler
