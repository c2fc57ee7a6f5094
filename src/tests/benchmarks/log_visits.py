"""The owner's visit of every screen of the request log: `python -m tests.benchmarks.log_visits ROWS`."""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import django
from django.core.cache import caches
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation

SCREEN_MS, ROWS_MS = 150, 20
_TIMES = 4
# What is no screen: forms that only take a POST, files, and what nobody may open.
NOT_SCREENS = {
    "requests:save_search", "requests:rename_search", "requests:delete_search", "requests:export", "unparsable:raw",
    "request_log_person_data", "request-log_files_modeladmin_create", "request-log_files_modeladmin_edit",
    "request-log_files_modeladmin_delete",
    "request_log_countries",  # there is none without a database of countries
}  # fmt: skip

DATED = {
    "overview",
    "pages",
    "path",
    "slow",
    "bandwidth",
    "not_found",
    "sources",
    "bots",
    "browsers",
    "probes",
    "addresses",
}


@dataclass(order=True)
class Once:
    """Milliseconds, and how many questions were put to the database."""

    took: float
    sql: float
    processor: float
    queries: int


@dataclass
class Measured:
    first: float
    second: float
    sql: float
    processor: float
    queries: int

    @property
    def worst(self) -> float:
        return max(self.first, self.second)


class Sql:
    def __init__(self) -> None:
        self.seconds, self.queries = 0.0, 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.seconds += time.perf_counter() - began
            self.queries += 1


def main(rows: int) -> int:
    django.setup()
    from .log_rows import load

    began = time.perf_counter()
    load(rows)
    print(f"log-screens: {rows:,} requests of 64 days, made in {time.perf_counter() - began:.0f} s; {_held()}")
    return 0 if visit() else 1


def visit() -> bool:
    """Whether every screen kept within its time."""
    translation.activate("it")
    visits = dict(_visits())
    missed = sorted(_names() - {name for name, _query in visits} - NOT_SCREENS)
    client = _owner()
    for url in visits.values():  # templates are compiled once in a worker's life
        client.get(url)
    print(f"  {'':<34}{'first':>8}{'second':>8}{'SQL':>8}{'CPU':>8}  queries   milliseconds; first: caches empty")
    late: list[str] = []
    for (name, query), url in visits.items():
        found = measured(partial(_ok, client, url))
        late += [name] if _said(f"{name.removeprefix('request_log_')} {query}", found, SCREEN_MS) else []
    late += ["the first 50 rows"] if _said("the first 50 rows", measured(_first_rows), ROWS_MS) else []
    for name in missed:
        print(f"  ✗ nobody measures {name}")
    print(
        f"  {'FAIL: ' + ', '.join(dict.fromkeys(late)) if late else 'PASS'}"
        f" (screens {SCREEN_MS} ms, first rows {ROWS_MS} ms)"
    )
    return not late and not missed


def measured(ask: Callable[[], Any]) -> Measured:
    """The best of a few times: what the work takes, not what neighbours on the machine take of it."""
    first = min(_once(ask, empty=True) for _ in range(_TIMES))
    second = min(_once(ask, empty=False) for _ in range(_TIMES))
    return Measured(first.took, second.took, first.sql, first.processor, first.queries)


def _once(ask: Callable[[], Any], *, empty: bool) -> Once:
    if empty:
        for cache in caches.all(initialized_only=True):
            cache.clear()
    sql = Sql()
    with connection.execute_wrapper(sql):
        processor, began = time.thread_time(), time.perf_counter()
        ask()
        took = (time.perf_counter() - began) * 1000
    return Once(took, sql.seconds * 1000, (time.thread_time() - processor) * 1000, sql.queries)


def _said(label: str, found: Measured, limit: float) -> bool:
    late = found.worst > limit
    print(
        f"  {label:<34}{found.first:>8.0f}{found.second:>8.0f}{found.sql:>8.0f}{found.processor:>8.0f}"
        f"{found.queries:>9}   {f'FAIL (wanted: {limit})' if late else 'PASS'}",
        flush=True,
    )
    return late


def _ok(client: Any, url: str) -> None:
    response = client.get(url)
    if response.status_code != 200:
        raise SystemExit(f"{url} answered {response.status_code}.")


def _first_rows() -> None:
    from logging_app.screens.requests import search
    from logging_app.screens.requests.criteria import Criteria
    from logging_app.screens.requests.rows import rows_of

    if len(rows_of(search.older(Criteria()).entries)) != search.PAGE:
        raise SystemExit("The list has no 50 rows.")


def _owner() -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1", "accept-language": "it"})
    client.force_login(get_user_model()._default_manager.create_superuser("owner", "owner@example.it", "bench"))
    return client


def _names() -> set[str]:
    """Of every address that a view of the log stands behind, and of the list of log files."""
    found = _walked(get_resolver(), "")
    return {name for name, module in found if module.startswith("logging_app.") or name.startswith("request-log_files")}


def _walked(resolver: URLResolver, space: str) -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _walked(each, f"{space}{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern):
            view = getattr(each.callback, "view_class", each.callback)
            yield f"{space}{each.name}", view.__module__


def _visits() -> Iterator[tuple[tuple[str, str], str]]:
    """((name of the address, what is asked), the address itself)."""
    year = timezone.localdate() - timedelta(days=365), timezone.localdate() - timedelta(days=1)
    periods = {
        "": "",
        "7 days": "period=7&days=7",
        "30 days": "period=30&days=30",
        "a year": f"period=custom&from={year[0]}&to={year[1]}&days=365",
    }
    for name, arguments, more in _screens():
        asked = {**periods, **more} if name.removeprefix("request_log_") in DATED else {"": "", **more}
        if name == "request_log_landing":  # is always of one origin
            del asked[""]
        for words, query in asked.items():
            yield (name, words), f"{reverse(name, args=arguments)}{'?' if query else ''}{query}"


def _screens() -> Iterator[tuple[str, list[Any], dict[str, str]]]:
    """Name, arguments, and what is asked beside the usual periods."""
    from logging_app.models import AccessLogEntry, ErrorLogEntry, ExceptionReport, Path, UnparsableLine
    from logging_app.screens.requests.places import Place

    def bare(*queries: str) -> dict[str, str]:
        return {query: query for query in queries}

    newest = AccessLogEntry.objects.filter(ip__isnull=False).order_by("-time", "-id")[1_000]
    oldest = AccessLogEntry.objects.order_by("time", "id")[10]
    place, old_place = Place.of(newest), Place.of(oldest)
    top, gone = (Path.objects.get(text=text) for text in ("/it/", "/it/vecchio/catalogo-15.html"))
    yield "request_log_overview", [], bare("period=7&by=hour", "period=90&days=90", "period=today", "period=last-month")
    yield "request_log_pages", [], bare("order=server_errors", "q=sedie", "p=3", "period=90&days=90")
    yield "request_log_path", [top.pk], bare("period=7&by=hour")
    yield "request_log_slow", [], bare("order=p99&least=1000", "least=1&q=pezzo")
    yield "request_log_bandwidth", [], bare("order=requests", "q=foto")
    yield "request_log_not_found", [], bare("what=files", "what=scripts")
    yield "request_log_create_redirect", [], {"of a path": f"path={gone.text}"}
    yield "request_log_sources", [], {}
    searched = "group=search&site=Google"
    yield "request_log_landing", [], bare(searched, f"{searched}&period=7&days=7")
    yield "request_log_bots", [], {}
    yield "request_log_browsers", [], {}
    yield "request_log_probes", [], {}
    yield "request_log_addresses", [], bare("order=errors&days=7", "order=probes&days=30")
    yield (
        "request_log_errors",
        [],
        bare("kind=server", "kind=exception", "level=crit", "hours=24", "text=timed", "text=zz"),
    )
    yield "request_log_server_error", [ErrorLogEntry.objects.order_by("-time")[3].pk], {}
    yield "request_log_exception", [ExceptionReport.objects.order_by("-time")[3].pk], {}
    yield "request_log_rules", [], {}
    yield "request_log_person", [], {"of an address": f"ip={newest.ip}"}
    yield "request-log_files_modeladmin_index", [], {}
    lists = (
        "since=720", "status_class=4", "status_class=5", "status=500,502", "request_method=POST",
        "request_method=DELETE", "path=/it/collezione/", "path=/wp-content/", "path_contains=plugin",
        "path_contains=zzzz", "ip=203.0.113.0/24", f"ip={newest.ip}", "ip=66.0.0.0/8", "who=bots", "who=people",
        "kind=probe", "kind=sign_in", "slower=1000", "slower=100000", "country=NZ", "agent=Googlebot", "agent=nobody",
        "host=example", f"request_id={oldest.request_id}", "q=/it/vecchio", "q=catalogo",
        "slower=500&who=bots&status_class=5", "status=404&ip=66.0.0.0/8", "path_contains=plugin&who=bots&slower=50",
    )  # fmt: skip
    yield "requests:index", [], {"30 days": "since=720", "oldest": f"p=newer-{old_place}"}
    yield "requests:index_results", [], {"older": f"p=older-{place}"} | bare(*lists)
    yield "requests:inspect", [place], {}
    yield "requests:live", [], {"filtered": "status_class=5&who=people"}
    yield "requests:live_rows", [], {"since a place": f"after={place}"}
    yield "requests:searches", [], {}
    yield "unparsable:index", [], {"of a file": f"file={newest.log_file_id}"}
    yield "unparsable:line", [UnparsableLine.objects.latest("pk").pk], {}


def _held() -> str:
    from logging_app.models import AddressDay, Agent, AgentDay, Path, PathDay

    models = (Path, Agent, PathDay, AgentDay, AddressDay)
    return ", ".join(f"{model._default_manager.count():,} {model._meta.model_name}s" for model in models)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
