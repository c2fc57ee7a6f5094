"""`./manager.sh bench [NAME…] [--lines N] [--rows N]`: each beside its peer or limit, in one run, as ratios."""

import argparse
import importlib
import pkgutil
import sys
from pathlib import Path

NOT_BENCHMARKS = {"__main__", "plain_django", "log_lines", "figures_process", "order_lines"}


def main(arguments: list[str]) -> int:
    cli = argparse.ArgumentParser(prog="./manager.sh bench")
    cli.add_argument("names", nargs="*")
    cli.add_argument("--lines", type=int, help="how long a log the ingester reads (default: 1,000,000)")
    cli.add_argument(
        "--rows", type=int, help="how many order lines the figures load besides (10,000,000 takes minutes)"
    )
    options = cli.parse_args(arguments)
    names = options.names
    folder = Path(__file__).parent
    known = sorted({module.name for module in pkgutil.iter_modules([str(folder)])} - NOT_BENCHMARKS)
    if unknown := [name for name in names if name not in known]:
        print(f"✗ There is no benchmark {unknown[0]!r}. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    for name in names or known:
        print(f"\n── {name}", flush=True)
        importlib.import_module(f"tests.benchmarks.{name}").run(
            **({"lines": options.lines} if name == "ingester" and options.lines else {}),
            **({"rows": options.rows} if name == "figures" and options.rows else {}),
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
