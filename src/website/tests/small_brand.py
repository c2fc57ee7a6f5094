"""A brand of three pages and one picture, for tests to break."""

from pathlib import Path

from PIL import Image

FILES = {
    "brand.toml": """
[company]
name = "Prova"
legal_name = "Prova S.n.c."
about.it = "Una prova."
about.en = "A trial."
address = "Via Prova 1"
postcode = "22066"
town = "Provate"
vat_number = "01234567897"

[site]
languages = ["it", "en"]
form_recipient = "noi@prova.example"

[brand]
accent_colour = "#9a4526"
fonts = "warm"
logo = "logo.svg"

[hours]
name.it = "Sala"
name.en = "Room"
friday = "9:00-12:30, 18:00-2:00"
""",
    "logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>',
    "photos.toml": """
[table]
focus = [0.25, 0.5]
alt.it = "Un tavolo"
alt.en = "A table"
caption.it = "Il tavolo"
caption.en = "The table"
""",
    "pages/00-home.toml": """
type = "home"
title = "Prova"
hero_heading.it = "Proviamo"
hero_heading.en = "Let us try"
picture = "table"
cta_page = "contact"
cta_label.it = "Scrivi"
cta_label.en = "Write"

[[body]]
block = "text"
text.it = "## Chi siamo\\n\\nNoi, **qui**. Vedi i [contatti](page:contact)."
text.en = "## Who we are\\n\\nUs, **here**. See [contact](page:contact)."

[[body]]
block = "pictures"

[[body.pictures]]
image = "table"

[[body.pictures]]
image = "table"
caption.it = "Ancora"
caption.en = "Again"
""",
    "pages/10-gallery.toml": """
type = "gallery"
parent = "home"
title.it = "Opere"
title.en = "Works"
pictures = ["table"]
""",
    "pages/20-contact.toml": """
type = "contact"
parent = "home"
title.it = "Contatti"
title.en = "Contact"
thank_you_text.it = "Grazie."
thank_you_text.en = "Thank you."

[[form_fields]]
field_type = "email"
label.it = "La tua e-mail"
label.en = "Your e-mail"
""",
}


def write_brand(brands: Path, changes: dict[str, tuple[str, str]] | None = None) -> Path:
    """Write the brand as `brands`/prova; `changes` maps a file to a replacement of text in it."""
    folder = brands / "prova"
    (folder / "pages").mkdir(parents=True)
    (folder / "photos").mkdir()
    Image.new("RGB", (80, 40), "sienna").save(folder / "photos" / "table.jpg")
    for name, text in FILES.items():
        old, new = (changes or {}).get(name, ("", ""))
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return folder
