import logging

import pytest
from django.test import Client, RequestFactory

from base.request_id import RequestIdFilter, RequestIdMiddleware

FROM_NGINX = "0123456789abcdef0123456789abcdef"


def test_the_id_nginx_made_comes_back_to_the_visitor(client: Client) -> None:
    assert client.get("/healthz", headers={"x-request-id": FROM_NGINX})["X-Request-ID"] == FROM_NGINX


@pytest.mark.parametrize("sent", ["", "short", "g" * 32, FROM_NGINX + "\r\nSet-Cookie: a=b", FROM_NGINX.upper()])
def test_anything_else_is_replaced_by_a_fresh_id(client: Client, sent: str) -> None:
    answered = client.get("/healthz", headers={"x-request-id": sent})["X-Request-ID"]
    assert answered != sent
    assert len(answered) == 32


def test_two_requests_without_an_id_get_two(client: Client) -> None:
    assert client.get("/healthz")["X-Request-ID"] != client.get("/healthz")["X-Request-ID"]


def test_django_logs_under_the_requests_id_and_forgets_it_after(rf: RequestFactory) -> None:
    logged: list[str] = []

    def answer(request: object) -> dict[str, str]:
        logged.append(_request_id_of_a_record())
        return {}

    RequestIdMiddleware(answer)(rf.get("/", headers={"x-request-id": FROM_NGINX}))  # type: ignore[arg-type] # a dict takes headers too
    assert logged == [FROM_NGINX]
    assert _request_id_of_a_record() == "-"


def _request_id_of_a_record() -> str:
    record = logging.makeLogRecord({})
    RequestIdFilter().filter(record)
    return str(record.request_id)  # type: ignore[attr-defined] # the filter put it there
