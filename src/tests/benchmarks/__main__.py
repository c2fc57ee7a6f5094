"""`./manager.sh bench [NAME…] [--lines N] [--rows N]`: each benchmark beside its peer or limit, in one run."""

import argparse
import importlib
import pkgutil
import sys
from pathlib import Path

NOT_BENCHMARKS = {
    "__main__", "plain_django", "log_lines", "log_rows", "log_visits", "figures_process", "order_lines",
}  # fmt: skip


def main(arguments: list[str]) -> int:
    cli = argparse.ArgumentParser(prog="./manager.sh bench")
    cli.add_argument("names", nargs="*")
    cli.add_argument("--lines", type=int, help="how long a log the ingester reads (default: 1,000,000)")
    cli.add_argument(
        "--rows",
        type=int,
        help="how many requests or order lines: of log-screens (default: 5,000,000), dashboards (10,000,000), figures",
    )
    options = cli.parse_args(arguments)
    names = options.names
    rows = {"rows": options.rows}
    wanted = {"ingester": {"lines": options.lines}, "log-screens": rows, "figures": rows, "dashboards": rows}
    folder = Path(__file__).parent
    modules = {module.name for module in pkgutil.iter_modules([str(folder)])} - NOT_BENCHMARKS
    known = sorted(name.replace("_", "-") for name in modules)
    if unknown := [name for name in names if name not in known]:
        print(f"✗ There is no benchmark {unknown[0]!r}. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    for name in names or known:
        print(f"\n── {name}", flush=True)
        module = importlib.import_module(f"tests.benchmarks.{name.replace('-', '_')}")
        module.run(**{option: value for option, value in wanted.get(name, {}).items() if value})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
