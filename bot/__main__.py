"""The command line: parses, then calls app; no logic of its own."""

import argparse
import asyncio
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import app, config
from bot.kit.refusals import CannotStart

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; gives the exit code."""
    options = parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    try:
        code: int = options.do(options)
    except CannotStart as refused:
        print(refused, file=sys.stderr)  # noqa: T201  # the command line speaks to its operator
        return refused.exit_code
    except KeyboardInterrupt:
        return 130
    return code


def parser() -> argparse.ArgumentParser:
    """What can be typed after python -m bot."""
    root = argparse.ArgumentParser(
        prog="python -m bot", description="Nunmul, a Discord bot for films that make you cry"
    )
    root.set_defaults(do=_run)
    commands = root.add_subparsers(title="commands", metavar="")
    commands.add_parser("run", help="run the bot (the same as no command)").set_defaults(do=_run)
    demo = commands.add_parser("demo", help="try it in the browser: no token, no network")
    demo.add_argument("--no-browser", action="store_true", help="print the address only")
    demo.add_argument("--port", type=int, default=0, help="the page's port (default: a free one)")
    demo.set_defaults(do=_demo)
    catalogue = commands.add_parser("catalogue", help="work on the film catalogue")
    check = catalogue.add_subparsers(title="commands", metavar="", required=True).add_parser(
        "check", help="say what is wrong with a films file"
    )
    check.add_argument("file", type=Path, nargs="?", default=app.CATALOGUE, help="default: data/films.json")
    check.set_defaults(do=_check)
    return root


def _run(_: argparse.Namespace) -> int:
    settings = config.settings()
    asyncio.run(app.run(settings.database, settings.needed_token()))
    return 0


def _demo(options: argparse.Namespace) -> int:
    from bot.demo import main as demo  # noqa: PLC0415  # SimCord is in the dev group: the real bot runs without it

    return demo(port=options.port, open_browser=not options.no_browser)


def _check(options: argparse.Namespace) -> int:
    faults = app.check_catalogue(options.file)
    for fault in faults:
        print(fault)  # noqa: T201  # the command line speaks to its operator
    print(f"{options.file.name}: " + (f"{len(faults)} faults" if faults else "no faults"))  # noqa: T201  # see above
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
