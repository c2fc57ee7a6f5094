"""Texts compared without regard to the case of A to Z: several times as quick as every language's rules for it."""

from string import ascii_lowercase, ascii_uppercase

from django.db.models import TextField, Transform

_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)


@TextField.register_lookup
class Folded(Transform):
    lookup_name = "folded"
    template = 'lower(%(expressions)s COLLATE "C")'


def folded(words: str) -> str:
    """What to compare a `__folded` text with."""
    return words.translate(_SMALL)
