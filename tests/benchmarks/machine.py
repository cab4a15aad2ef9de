"""Describes the machine that the figures were measured on, in one line."""

import os
import platform
import sqlite3
from pathlib import Path


def machine() -> str:
    """Return the number of cores, the processor, and the versions of Python and SQLite."""
    cores = len(os.sched_getaffinity(0))
    models = [line for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if "model name" in line]
    model = models[0].partition(":")[2].strip() if models else platform.machine()
    return f"{cores} cores of {model}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
