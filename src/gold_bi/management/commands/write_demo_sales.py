"""`manage.py write_demo_sales`: two years of a demo workshop's till, and its budget, dropped where their flows read."""

import csv
import random
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

PRODUCTS = (  # code, name, price in euro, how often
    ("TAV-08", "Tavolo da otto in rovere", 1480, 2),
    ("TAV-06", "Tavolo da sei in noce", 1190, 3),
    ("SED-01", "Sedia impagliata", 165, 14),
    ("SED-02", "Sedia in faggio", 128, 12),
    ("SGA-01", "Sgabello in ciliegio", 89, 16),
    ("LIB-01", "Libreria su misura, a modulo", 420, 4),
    ("TAG-01", "Tagliere in olivo", 34, 40),
    ("CIO-01", "Ciotola tornita", 48, 24),
    ("SPE-01", "Specchio con cornice in rovere", 210, 6),
    ("CER-01", "Cera d’api per mobili", 14.5, 30),
)
COUNTRIES = (("Italia", 78), ("Svizzera", 9), ("Germania", 6), ("Austria", 4), ("Francia", 3))
HEADINGS = ["Fattura", "Codice", "Descrizione", "Pezzi", "Data e ora", "Prezzo unitario", "Cliente", "Paese"]
# Sunday and Monday closed; more towards Christmas, little in August.
OF_WEEKDAY = (0, 4, 4, 5, 6, 8, 0)
OF_MONTH = (0.8, 0.8, 0.9, 1.0, 1.1, 1.0, 0.9, 0.35, 1.0, 1.1, 1.25, 1.7)
GROWTH = 0.12  # a year


class Command(BaseCommand):
    help = "Write a demo shop's sales and budget into FLOW_FILES_DIR, up to yesterday; the worker loads them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=800)

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        first = today - timedelta(days=options["days"])
        folder = Path(settings.FLOW_FILES_DIR)
        lines = list(_lines(first, today))
        _write(folder / "sales" / "cassa.csv", HEADINGS, lines)
        _write(folder / "budget" / "budget.csv", ["Mese", "Misura", "Obiettivo"], list(_budget(first, today)))
        self.stdout.write(f"Wrote {len(lines)} order lines of {options['days']} days, and a budget.")


def _write(path: Path, headings: list[str], rows: list[list[Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    with partial.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headings)
        writer.writerows(rows)
    partial.rename(path)  # the flow never sees half of it


def _lines(first: date, today: date) -> Iterator[list[Any]]:
    chance = random.Random(1907)
    number = 0
    for day in (first + timedelta(days=n) for n in range((today - first).days)):
        growth = 1 + GROWTH * (day - first).days / 365
        for _order in range(
            round(OF_WEEKDAY[day.weekday()] * OF_MONTH[day.month - 1] * growth * chance.uniform(0.6, 1.4))
        ):
            number += 1
            moment = datetime.combine(day, time(chance.choice((9, 10, 10, 11, 11, 12, 15, 16, 16, 17, 17, 18))))
            moment += timedelta(minutes=chance.randrange(60))
            known = chance.random() < 0.7
            # Some customers come again and again.
            customer = f"{1000 + int(chance.paretovariate(1.1) * 25) % (400 + number // 12)}" if known else ""
            country = chance.choices([name for name, _n in COUNTRIES], [n for _name, n in COUNTRIES])[0]
            for code, name, price, _often in _basket(chance):
                pieces = chance.randint(2, 8) if code.startswith("SED") else chance.choice((1, 1, 1, 2))
                row = [
                    f"{number:06}",
                    code,
                    name,
                    pieces,
                    f"{moment:%Y-%m-%d %H:%M:%S}",
                    f"{price:.2f}",
                    customer,
                    country,
                ]
                yield row
                if chance.random() < 0.012:  # one piece comes back on the same day
                    yield [f"C{number:06}", code, name, -1, *row[4:]]


def _basket(chance: random.Random) -> list[tuple[str, str, float, int]]:
    often = [one[3] for one in PRODUCTS]
    return list(dict.fromkeys(chance.choices(PRODUCTS, often, k=chance.choice((1, 1, 2, 2, 3)))))


def _budget(first: date, today: date) -> Iterator[list[Any]]:
    month = first.replace(day=1)
    while month <= date(today.year, 12, 1):
        growth = 1 + GROWTH * (month - first).days / 365
        yield [month.isoformat(), "Fatturato", round(50_000 * OF_MONTH[month.month - 1] * growth, -2)]
        yield [month.isoformat(), "Contatti", round(45 * OF_MONTH[month.month - 1])]
        month = (month + timedelta(days=31)).replace(day=1)
