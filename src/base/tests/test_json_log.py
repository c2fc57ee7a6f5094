import json
import logging
import sys

from base.json_log import JsonFormatter


def test_a_record_is_one_json_line_with_its_request() -> None:
    record = logging.makeLogRecord(
        {"name": "website", "levelname": "INFO", "msg": "saved %s\nand\tè", "args": ("a",), "created": 0.5}
    )
    record.request_id = "abc"
    text = JsonFormatter().format(record)
    assert "\n" not in text
    assert json.loads(text) == {
        "time": "1970-01-01T00:00:00.500+00:00",
        "level": "INFO",
        "logger": "website",
        "request_id": "abc",
        "message": "saved a\nand\tè",
    }


def test_an_exception_stays_on_the_line_of_its_record() -> None:
    try:
        raise ValueError("no such page")
    except ValueError:
        record = logging.makeLogRecord({"msg": "failed", "exc_info": sys.exc_info()})
    line = json.loads(JsonFormatter().format(record))
    assert "ValueError: no such page" in line["exception"]
