"""The demo's inbox holds what its invented visitors sent."""

import json
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from website.models import Delivery, Message
from website.tests.conftest import Company


def test_each_form_that_the_log_saw_is_a_message_once_without_a_letter(company: Company, tmp_path: Path) -> None:
    parts = company.it.contact.get_url_parts()
    lines = [
        f'{{"msec":{1_700_000_000 + number}.5,"request_id":"{number:032x}","request_method":"{method}",'
        f'"request_uri":{json.dumps(parts[2])},"status":{status}}}'
        for number, (method, status) in enumerate([("POST", 302), ("POST", 302), ("POST", 200), ("GET", 200)] * 5)
    ]
    log = tmp_path / "access.log"
    log.write_text("\n".join(lines) + "\n")
    for _time in range(2):
        call_command("write_demo_messages", log, stdout=StringIO())
    assert Message.objects.count() == 10
    assert {message.submit_time.year for message in Message.objects.all()} == {2023}
    assert Message.objects.filter(state=Message.State.ANSWERED).exists()
    assert not Delivery.objects.exists()
