"""`make bench`: run every benchmark and print one table.

Each `bench_*.py` has `run(report)`, which calls `report` once a measure. A figure in seconds
means little on another machine; its ratio to the floor beside it, taken in the same run, does.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import NamedTuple


class Row(NamedTuple):
    """One measure: a value and the floor it is held against, in the same unit."""

    name: str
    value: float
    unit: str
    floor_name: str
    floor: float | None


def main() -> None:
    """Run the benchmarks whose names contain the first argument, or all."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    rows: list[Row] = []

    def report(
        name: str, value: float, unit: str, floor_name: str = "", floor: float | None = None
    ) -> None:
        rows.append(Row(name, value, unit, floor_name, floor))
        print(f"  {name}: {value:.4g} {unit}", flush=True)

    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        if wanted in path.stem:
            print(path.stem, flush=True)
            import_module(f"benchmarks.{path.stem}").run(report)
    print(f"\n{'measure':46} {'value':>12} {'ratio':>7}  floor")
    for row in rows:
        ratio = f"{row.value / row.floor:.2f}" if row.floor else ""
        floor = f"{row.floor_name} ({row.floor:.4g} {row.unit})" if row.floor else ""
        print(f"{row.name:46} {row.value:9.4g} {row.unit:>2} {ratio:>7}  {floor}")


if __name__ == "__main__":
    main()
