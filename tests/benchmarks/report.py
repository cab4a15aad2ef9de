"""The figures as tables, for a terminal or as markdown."""

from collections.abc import Sequence

from tests.benchmarks.figures import (
    Figures,
    Goal,
    Lap,
    Pair,
    crowd_goal,
    lap_goals,
    memory_goal,
    start_goal,
)
from tests.benchmarks.laps import CROWD_SIZE

Cells = Sequence[str]
LAPS = (
    "what", "films", "p50 bare", "p50 ours", "×", "p99 bare", "p99 ours", "a second, bare", "a second, ours",
    "CPU bare", "CPU ours", "×", "longest step", "control's", "to reach",
)  # fmt: skip
REST = ("what", "bare", "ours", "ours − bare", "×", "to reach")
LEGEND = (
    "p50, p99: milliseconds from the question to its answer, asked alone. A second: answers with 50 in flight. "
    "CPU: milliseconds of work for one. Longest step: milliseconds for which our event loop was held; "
    "the control's is that of a loop on the same core that does nothing, so what the machine takes."
)


def report(figures: Figures, *, markdown: bool = False) -> str:
    """Return the whole report."""
    write = _markdown if markdown else _align
    tables = (write(LAPS, [_lap_cells(lap) for lap in figures.laps]), write(REST, _other_rows(figures)))
    return "\n\n".join((figures.machine, tables[0], LEGEND, tables[1]))


def _lap_cells(lap: Lap) -> Cells:
    bare, ours = lap.bare, lap.ours
    return (
        lap.row.name,
        f"{lap.films:,}",
        f"{bare.p50:.2f}",
        f"{ours.p50:.2f}",
        f"{lap.times:.2f}",
        f"{bare.p99:.1f}",
        f"{ours.p99:.1f}",
        f"{bare.per_second:.0f}",
        f"{ours.per_second:.0f}",
        f"{bare.milliseconds_of_work:.2f}",
        f"{ours.milliseconds_of_work:.2f}",
        f"{lap.work:.2f}",
        f"{lap.step:.1f}",
        f"{lap.control:.1f}",
        _goals_text(lap_goals(lap)),
    )


def _other_rows(figures: Figures) -> Sequence[Cells]:
    crowd = _pair_cells(f"{CROWD_SIZE:,} votes at once, the longest wait, s", figures.crowd, crowd_goal(figures.crowd))
    start = _pair_cells("first start until the commands are told, s", figures.start, start_goal(figures.start))
    return [crowd, start, *(_memory_cells(servers, pair) for servers, pair in figures.memory.items())]


def _memory_cells(servers: int, pair: Pair) -> Cells:
    return _pair_cells(f"memory in {servers:,} server{'s' * (servers > 1)}, MB", pair, memory_goal(pair))


def _pair_cells(name: str, pair: Pair, goal: Goal) -> Cells:
    numbers = (pair.bare, pair.ours, pair.ours - pair.bare, pair.ours / pair.bare)
    return (name, *(f"{number:.2f}" for number in numbers), _goals_text([goal]))


def _goals_text(goals: Sequence[Goal]) -> str:
    return ", ".join(f"{goal.text} {'reached' if goal.reached else 'NOT reached'}" for goal in goals)


def _align(heads: Cells, rows: Sequence[Cells]) -> str:
    """Align numbers to the right and put each header over its column in two lines."""
    above, below = zip(*(head.rpartition(" ")[::2] for head in heads), strict=True)
    widths = [max(map(len, column)) for column in zip(above, below, *rows, strict=True)]
    rule = ["─" * width for width in widths]
    return "\n".join(_align_line(cells, widths) for cells in (above, below, rule, *rows))


def _align_line(cells: Cells, widths: Sequence[int]) -> str:
    numbers = (f"{cell:>{width}}" for cell, width in zip(cells[1:-1], widths[1:-1], strict=True))
    return "  ".join((f"{cells[0]:<{widths[0]}}", *numbers, cells[-1])).rstrip()


def _markdown(heads: Cells, rows: Sequence[Cells]) -> str:
    rule = ["---", *["---:"] * (len(heads) - 2), "---"]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows))
