"""ua-parser without its patterns of devices: 15 MB that the ingester would hold, to say less than the system does."""

from functools import lru_cache

from ua_parser import Parser, Result
from ua_parser.loaders import load_lazy_builtins
from ua_parser.regex import Resolver


def parse(text: str) -> Result:
    """The browser and the system; `device` is None."""
    return _parser().parse(text)


@lru_cache(maxsize=1)
def _parser() -> Parser:
    browsers, systems, _ = load_lazy_builtins()
    return Parser(Resolver((browsers, systems, [])))
