"""A dashboard of eight charts over many order lines, beside the same questions asked of the lines themselves."""

import tempfile
from pathlib import Path

from .figures import measured
from .ingester import durable_postgres
from .installed import installed
from .order_lines import ROWS, days_of, joined

MANY = 10_000_000
UNCACHED_MS, CACHED_MS, WORKER_MB, GROWTH = 200, 30, 220, 1.3


def run(rows: int = MANY) -> None:
    """Raises SystemExit where a limit is passed."""
    with tempfile.TemporaryDirectory() as scratch:
        few, many = (_visited(Path(scratch) / f"{count}", count) for count in (ROWS, rows))
    growth = many["uncached"] / few["uncached"]
    print(f"  {'p95 of many rows against few':<34}{growth:>8.2f} ×    (at most: {GROWTH})")
    late = (
        max(few["uncached"], many["uncached"]) > UNCACHED_MS
        or max(few["cached"], many["cached"]) > CACHED_MS
        or many["memory"] > WORKER_MB
        or growth > GROWTH
    )
    print("  FAIL" if late else "  PASS")
    if late:
        raise SystemExit("A dashboard is too slow or too large.")


def _visited(folder: Path, count: int) -> dict[str, float]:
    (folder / "days").mkdir(parents=True)
    lines = joined(days_of(folder / "days", count), folder / "lines.csv")
    with durable_postgres(folder) as environment:
        environment = installed(environment, str(folder))
        loaded = measured(environment, "load", str(lines))
        found = measured(environment, "visit")
    raw = found["raw"]
    print(f"dashboards: sales with eight charts over {count:,} order lines, loaded in {loaded['seconds']:.0f} s")
    print(f"  {'uncached, middle':<34}{found['middle']:>8.0f} ms")
    print(f"  {'uncached, p95':<34}{found['uncached']:>8.0f} ms   (at most: {UNCACHED_MS}; SQL {found['sql']:.0f} ms)")
    middle, bare = found["cached_middle"], found["frame_middle"]
    print(f"  {'cached, p95':<34}{found['cached']:>8.0f} ms   (at most: {CACHED_MS}; middle {middle:.0f} ms)")
    print(f"  {'a page of the admin without figures':<35}{found['frame']:>7.0f} ms   (middle {bare:.0f} ms)")
    print(f"  {'the questions, asked of the lines':<34}{raw:>8.0f} ms   {raw / found['sql']:.1f} × the sums’ SQL")
    print(f"  {'a web worker that has drawn':<34}{found['memory']:>8.0f} MB   (at most: {WORKER_MB})", flush=True)
    return found
