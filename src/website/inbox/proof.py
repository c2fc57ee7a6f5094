"""Proof of work: a sender's browser spends a moment on a puzzle of ours, so sending thousands of messages costs hours.

No third party is asked and nothing is kept for a challenge: it is signed, it expires, and the message it carried
remembers it.
"""

import base64
import json
import time
from datetime import timedelta

from altcha import create_challenge, verify_solution
from django.http import HttpRequest, JsonResponse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

# Of the form's data. No field of an editor's form can be named so: theirs are words and underscores.
FIELD = "proof-of-work"
# The hash must begin with these: 65,000 tries on average, under a second on an old phone.
PREFIX = "0000"
VALID_FOR = timedelta(hours=2)  # the form asks for a new challenge sooner
LONGEST = 4_000  # characters; a real proof has about 700


@never_cache
@require_GET
def challenge(request: HttpRequest) -> JsonResponse:
    """A new puzzle, as altcha's protocol 2 writes it."""
    expires = int(time.time() + VALID_FOR.total_seconds())
    made = create_challenge("SHA-256", 1, key_prefix=PREFIX, expires_at=expires, hmac_secret=_secret())
    return JsonResponse(made.to_dict())


def proven(solution: str) -> str:
    """The solved challenge's signature, 64 characters; empty when `solution` proves nothing."""
    if not solution or len(solution) > LONGEST or not verify_solution(solution, _secret()).verified:
        return ""
    return str(json.loads(base64.b64decode(solution))["challenge"]["signature"])


def _secret() -> str:
    return salted_hmac("website.inbox.proof", "challenge", algorithm="sha256").hexdigest()
