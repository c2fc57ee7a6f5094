"""What a file name tells about a picture, if a person chose it."""

import re

ENDING = re.compile(r"\.(avif|gif|heic|heif|jpe?g|png|svg|tiff?|webp)$", re.IGNORECASE)
# What programs append: a size, a copy's number, a mark.
APPENDED = re.compile(r"( (\d{2,5}x\d{2,5}|\(\d+\)|0\d+|copia|copy|edited|final|scaled|web))+$", re.IGNORECASE)
# How cameras and phones begin the names they give.
CODE = re.compile(r"^(img|dsc[nf]?|pxl|pano|gopr|dji|mvi|mvimg|vid|p)[ \d]+", re.IGNORECASE)
# Words that say nothing by themselves, in Italian and English.
BARE = frozenset(
    (
        *("image", "immagine", "img", "photo", "foto", "picture", "pic", "portrait", "cover", "burst", "snapseed"),
        *("scan", "scansione", "screenshot", "schermata", "whatsapp", "telegram", "unnamed", "untitled", "download"),
    )
)
# Stock libraries put the author's name, not the subject.
STOCK = ("adobestock", "depositphotos", "istock", "pexels", "shutterstock", "unsplash")
HASH = re.compile(r"\b(?=\w*\d)[0-9a-f]{4,}\b", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]{3,}")


def suggested_alt(title: str) -> str:
    """“tavolo-noce.jpg” → “Tavolo noce”; “IMG_2041.jpg” → nothing, since it says nothing about the picture."""
    name = re.sub(r"[\s_\-–.+]+", " ", ENDING.sub("", title.strip())).strip()
    name = APPENDED.sub("", CODE.sub("", name)).strip()
    telling = [word for word in WORD.findall(HASH.sub("", name)) if word.lower() not in BARE]
    if not telling or any(stock in name.lower() for stock in STOCK):
        return ""
    return name[0].upper() + name[1:]
