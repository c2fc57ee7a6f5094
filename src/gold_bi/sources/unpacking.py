"""What comes packed over the wire, unpacked as far as it is reasonable."""

import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from . import SourceAway

PIECE = 1 << 20
RATIO = 200  # to one; tables of text shrink to a tenth or, repeating themselves, to a fiftieth


class Unpacked:
    """Pieces of a body, unpacked, never more than `most` bytes of them. Raises SourceAway."""

    def __init__(self, packing: str, most: int, host: str) -> None:
        self.most, self.host, self.received, self.given = most, host, 0, 0
        if packing not in ("identity", "gzip", "x-gzip"):
            raise SourceAway(_("The host “%s” packs its answer in a way that was not asked for.") % host)
        self.gzip = zlib.decompressobj(wbits=31) if packing != "identity" else None

    @property
    def is_whole(self) -> bool:
        return self.gzip is None or self.gzip.eof

    def parts(self, piece: bytes) -> Iterator[bytes]:
        self.received += len(piece)
        if self.gzip is None:
            yield self._counted(piece)
            return
        try:
            while piece:
                if self.gzip.eof:  # another one follows, as some servers append them
                    self.gzip = zlib.decompressobj(wbits=31)
                yield self._counted(self.gzip.decompress(piece, PIECE))
                piece = self.gzip.unconsumed_tail or self.gzip.unused_data
        except zlib.error:
            raise SourceAway(_("The answer of “%s” was damaged on its way.") % self.host) from None

    def too_large(self) -> SourceAway:
        return SourceAway(
            _("The answer of “%(host)s” is larger than %(most)s MB. Ask for less at once.")
            % {"host": self.host, "most": self.most // 1_000_000}
        )

    def _counted(self, part: bytes) -> bytes:
        self.given += len(part)
        if self.given > self.most:
            raise self.too_large()
        if self.given > 1_000_000 and self.given > RATIO * self.received:
            raise SourceAway(
                _("The answer of “%s” unpacks to far more than it is, as no real table does. It was not read.")
                % self.host
            )
        return part
