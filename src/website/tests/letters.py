"""A visitor's browser, as far as the contact form needs one."""

import base64
import json
import time

from altcha import Challenge, Payload, solve_challenge
from django.test import Client
from django.urls import reverse


def proof(client: Client) -> str:
    """A fresh challenge, solved as the visitor's browser does."""
    challenge = Challenge.from_dict(client.get(reverse("website:challenge")).json())
    solution = solve_challenge(challenge)
    assert solution
    return Payload(challenge, solution).to_base64()


def forged(solved: str) -> str:
    """The same with a date that the server did not sign."""
    payload = json.loads(base64.b64decode(solved))
    payload["challenge"]["parameters"]["expiresAt"] += 1_000_000
    return base64.b64encode(json.dumps(payload).encode()).decode()


def message(client: Client, **changes: str) -> dict[str, str]:
    """What the browser sends for a form opened a minute ago."""
    return {
        "e_mail": "giulia@example.it",
        "messaggio": "Un tavolo da otto?",
        "whf_name": "",
        "whf_time": str(int(time.time()) - 60),
        "proof-of-work": changes.pop("proof") if "proof" in changes else proof(client),
    } | changes
