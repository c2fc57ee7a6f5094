"""Order lines: a shop's real ones where a checkout has them beside it, else (or for more of them) made by chance."""

import csv
import io
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from base.stack.places import PROJECT

REAL = PROJECT.parent / "shared" / "data" / "online-retail-by-day.zip"
ROWS, LINES_A_DAY, LINES_AN_ORDER = 541_909, 1_776, 21
HEADINGS = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"


def days_of(folder: Path, rows: int = 0) -> list[Path]:
    """A file for each day, in order: the real ones, or `rows` lines made by chance."""
    if REAL.exists() and not rows:
        with zipfile.ZipFile(REAL) as archive:
            names = sorted(name for name in archive.namelist() if name.endswith(".csv"))
            for name in names:
                (folder / Path(name).name).write_bytes(archive.read(name))
        return [folder / Path(name).name for name in names]
    return made(folder, rows or ROWS)


def joined(files: list[Path], path: Path) -> Path:
    """All of them as one file."""
    with path.open("w", encoding="utf-8", newline="\n") as whole:
        whole.write(HEADINGS + "\n")
        for file in files:
            lines = file.read_text(encoding="utf-8-sig").partition("\n")[2]
            whole.write(lines if lines.endswith("\n") else lines + "\n")
    return path


def made(folder: Path, rows: int) -> list[Path]:
    """The shape of the real ones: 21 lines an order, 1,776 a day, credit notes, repeats, unknown customers."""
    import numpy as np

    chance = np.random.default_rng(1)
    products = [
        (f"{20000 + n}", f"SET OF {n % 12 + 1} THINGS NUMBER {n}", round(0.19 + n % 97 / 8, 2)) for n in range(4000)
    ]
    files, order, left, day = [], 536_365, rows, datetime(2010, 12, 1, tzinfo=UTC)
    while left > 0:
        out = io.StringIO(newline="")
        write = csv.writer(out, lineterminator="\n")
        today = min(left, LINES_A_DAY)
        picked, pieces, dice = chance.zipf(1.3, today) % 4000, chance.integers(1, 25, today), chance.random(today)
        lines: list[tuple[object, ...]] = []
        for n in range(today):
            if n % LINES_AN_ORDER == 0:
                order += 1
                at = f"{day + timedelta(hours=8, minutes=10 * n // 40):%Y-%m-%d %H:%M:%S}"
                buyer = "" if dice[n] < 0.2 else f"{12_000 + int(dice[n] * 9_000)}.0"
                credit = dice[n] > 0.98
                country = "United Kingdom" if dice[n] < 0.9 else f"Country {int(dice[n] * 1000) % 37}"
            code, name, price = products[picked[n]]
            if dice[n] < 0.01 and lines:
                lines.append(lines[-1])
            else:
                number = f"C{order}" if credit else str(order)
                lines.append((number, code, name, -pieces[n] if credit else pieces[n], at, price, buyer, country))
        write.writerow(HEADINGS.split(","))
        write.writerows(lines)
        files.append(folder / f"{day:%Y-%m-%d}.csv")
        files[-1].write_text(out.getvalue(), encoding="utf-8")
        left, day = left - today, day + timedelta(days=1)
    return files
