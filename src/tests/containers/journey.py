"""A visitor's and an editor's way through a running stack: `journey.py URL visit|log|chart|without-gold`.

`.ci/compose` sends it through nginx. Only the standard library, since the machine's own Python runs it; PASSWORD is
that of the superuser “checker”.
"""

import json
import os
import re
import sys
import time
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

PATIENCE = 5.0  # seconds until a request must be in the log
REQUESTS = "/admin/requests/"
FIGURES = "/admin/figures/traffic/"


class Answer:
    def __init__(self, status: int, headers: dict[str, str], body: str) -> None:
        self.status, self.headers, self.body = status, headers, body


class Person:
    """A browser as far as this needs one: cookies, forms, redirects."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, path: str, form: dict[str, str] | None = None) -> Answer:
        data = urlencode(form).encode() if form is not None else None
        request = Request(self.site + path, data, {"Referer": self.site + path, "User-Agent": "journey"})
        try:
            answer = self.opener.open(request, timeout=30)
        except HTTPError as error:
            answer = error
        with answer:
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Answer(answer.status, headers, answer.read().decode(errors="replace"))

    def sign_in(self, username: str, password: str) -> None:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.ok("/admin/login/").body)
        form = {"username": username, "password": password, "next": "/admin/"}
        answer = self.get("/admin/login/", form | {"csrfmiddlewaretoken": token[1] if token else ""})
        must(answer.status == 200 and "/admin/logout/" in answer.body, f"signing in was answered {answer.status}")
        say("signed in to /admin/")

    def ok(self, path: str) -> Answer:
        answer = self.get(path)
        must(answer.status == 200, f"{path} was answered {answer.status}")
        return answer


def say(text: str) -> None:
    print(f"            {text}", flush=True)


def must(holds: bool, otherwise: str) -> None:
    if not holds:
        sys.exit(f"✗ {otherwise}")


def visit(person: Person) -> str:
    """Both languages, with what they load from static files and media; returns the id of one of the requests."""
    for language in ("it", "en"):
        page = person.ok(f"/{language}/")
        must(f'lang="{language}"' in page.body, f"/{language}/ is not in {language}")
        for folder in ("static", "media"):
            found = re.search(rf'["\s(](/{folder}/[^"\s,)]+)', page.body)
            must(found is not None, f"/{language}/ shows nothing from /{folder}/")
            if found:
                file = person.ok(found[1])
                must("max-age" in file.headers.get("cache-control", ""), f"nginx did not serve {found[1]} itself")
    say("/it/ and /en/ answer with their pictures and static files")
    return page.headers["x-request-id"]


def log(person: Person) -> None:
    person.sign_in("checker", os.environ["PASSWORD"])
    request_id, asked = visit(person), time.monotonic()
    while not (row := re.search(rf"{REQUESTS}\d+-\d+/", person.ok(f"{REQUESTS}?request_id={request_id}").body)):
        must(time.monotonic() - asked < PATIENCE, f"the request {request_id} is not in the log after {PATIENCE} s")
        time.sleep(0.2)
    took = time.monotonic() - asked
    must(request_id in person.ok(row[0]).body.replace("-", ""), f"{row[0]} is not the request {request_id}")
    say(f"its request id is in the admin's list after {took:.1f} s")


def chart(person: Person) -> None:
    person.sign_in("checker", os.environ["PASSWORD"])
    figure = json.loads(person.ok(f"{FIGURES}figure.json").body)
    drawn = sum(sum(filter(None, trace["y"])) for trace in figure["data"])
    must(drawn > 0, "the chart draws no request")
    say(f"the chart draws {drawn} requests")


def without_gold(person: Person) -> None:
    state = json.loads(person.ok("/readyz").body)["state"]
    must(state == "degraded", f"without GOLD /readyz says {state}")
    visit(person)
    person.sign_in("checker", os.environ["PASSWORD"])
    notice = json.loads(person.ok(f"{FIGURES}figure.json").body)["notice"]
    must(bool(notice), "without GOLD the chart does not say since when figures are missing")
    say(f"without GOLD /readyz says degraded, and the chart: {notice}")


if __name__ == "__main__":
    steps = {"visit": visit, "log": log, "chart": chart, "without-gold": without_gold}
    steps[sys.argv[2]](Person(sys.argv[1]))
