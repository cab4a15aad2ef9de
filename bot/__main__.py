"""The command line: parses the arguments and calls app.py or ops/."""

import argparse
import asyncio
import gc
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from bot import config
from bot.core import log
from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.redaction import redact_possible_secrets
from bot.core.storage.location import Location
from bot.libraries import import_discord
from bot.ops import cli
from bot.ops.version import version

EXAMPLES = """\
examples:
  python -m bot demo                       try Nunmul in the browser, without a token
  python -m bot doctor                     check everything before the first start
  python -m bot                            run the bot
  python -m bot backup                     back up the database, even while the bot runs
  python -m bot reports --done 3           close report 3, then list the others

exit codes:
  0             done, or stopped when asked to
  1             something is broken or unhealthy, or an unexpected error
  2             the command line is wrong
  10 to 16, 26  the token, a setting or a library: only you can fix it
  17 to 20      the database or a file in data/
  21            the demo cannot start
  22            a port or an address cannot be used
  23            a backup, a restore or closing a report was refused; nothing was changed
  24, 25        Discord closed the connection, or could not be reached for 30 minutes
  27            tmdb check could not ask TMDB
docs/operations.md says what to do about each.
"""


class RedactingParser(argparse.ArgumentParser):
    """An argument parser whose errors never contain possible secrets."""

    def error(self, message: str) -> NoReturn:
        """Print the usage and the error, then exit."""
        super().error(redact_possible_secrets(message))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name and return the exit code."""
    options = build_parser().parse_args(arguments)
    log.configure("INFO", "text")
    try:
        code: int = options.do(options)
    except StartupError as error:
        print(error, file=sys.stderr)  # noqa: T201  # output of the command line
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except Exception:  # the log redacts secrets, which Python's own traceback would show
        logging.getLogger("bot").critical("unexpected error", exc_info=True)
        return ExitCode.BROKEN
    return code


def build_parser() -> argparse.ArgumentParser:
    """Return the parser for the arguments of python -m bot."""
    root = RedactingParser(
        prog="python -m bot",
        description="Nunmul, a Discord bot for communities that watch sad films together.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    root.add_argument("--version", action="version", version=f"Nunmul {version()}")
    root.set_defaults(do=_run_bot)
    commands = root.add_subparsers(title="commands", metavar="command")
    commands.add_parser("run", help="run the bot (the same as no command)").set_defaults(do=_run_bot)
    serve = commands.add_parser("serve", help="run the bot on Discord's HTTP requests, without the gateway")
    serve.add_argument(
        "--listen", type=_parse_address, metavar="HOST:PORT", required=True, help="where the requests arrive"
    )
    serve.set_defaults(do=_serve)
    demo = commands.add_parser("demo", help="try Nunmul in your browser, without a token")
    demo.add_argument("--no-browser", action="store_true", help="only print the address")
    demo.add_argument("--port", type=cli.parse_port, default=0, help="port of the page (default: any free one)")
    demo.add_argument("--with-tmdb", action="store_true", help="with a made-up TMDB: posters and where to watch")
    demo.set_defaults(do=_run_demo)
    catalogue = commands.add_parser("catalogue", help="check a films file")
    check = catalogue.add_subparsers(title="commands", metavar="command", required=True).add_parser(
        "check", help="list every mistake in a films file; exits with 1 if there is any"
    )
    check.add_argument("file", type=Path, nargs="?", help="default: data/films.json")
    check.set_defaults(do=_check_catalogue)
    tmdb = commands.add_parser("tmdb", help="check the films' numbers at TMDB")
    numbers = tmdb.add_subparsers(title="commands", metavar="command", required=True).add_parser(
        "check", help="list missing, dead and doubtful numbers; exits with 1 if there is any"
    )
    numbers.set_defaults(do=_check_tmdb_numbers)
    cli.add_commands(commands, lambda: _catalogue_issues(None), _list_reports, _check_tmdb_key)
    return root


def _parse_address(text: str) -> config.Address:
    try:
        return config.Address.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("write HOST:PORT, for example 127.0.0.1:8080") from error


def _run_bot(_: argparse.Namespace) -> int:
    return _run(None)


def _serve(options: argparse.Namespace) -> int:
    return _run(options.listen)


def _run(listen: config.Address | None) -> int:
    loaded = config.load_config()
    loaded.require_token()
    gc.disable()  # app.freeze_memory enables it again; until then there is almost nothing to collect
    import_discord()
    from bot import app  # noqa: PLC0415  # `health` runs every half minute and must not import discord.py

    log.configure(loaded.log_level, loaded.log_format, loaded.secrets)
    logging.getLogger("discord.client").setLevel(logging.ERROR)  # it warns about missing voice support at every start
    asyncio.run(app.run(loaded, listen))
    return 0


def _run_demo(options: argparse.Namespace) -> int:
    cli.require_free_port(options.port)
    log.configure("ERROR", "text")  # the page shows what happens, and discord.py's warning about voice does not matter
    from bot.demo.run import main as demo  # noqa: PLC0415  # SimCord is in the dev group; the real bot runs without it

    return demo(port=options.port, open_browser=not options.no_browser, with_tmdb=options.with_tmdb)


def _check_catalogue(options: argparse.Namespace) -> int:
    issues, name = _catalogue_issues(options.file), options.file.name if options.file else "films.json"
    for issue in issues:
        cli.print_line(str(issue))
    cli.print_line(f"{name}: {_issue_count(issues)}")
    return int(bool(issues))


def _check_tmdb_numbers(_: argparse.Namespace) -> int:
    from bot import tmdb_check  # noqa: PLC0415  # see _run

    loaded = config.load_config()
    log.configure(loaded.log_level, loaded.log_format, loaded.secrets)
    # Not cli.print_line, which would hide titles and slugs that look like secrets.
    return tmdb_check.check_numbers(loaded.tmdb, lambda line: cli.print_text(log.redact(line, loaded.secrets)))


def _check_tmdb_key(settings: config.TmdbSettings) -> str:
    from bot import tmdb_check  # noqa: PLC0415  # see _run

    return asyncio.run(tmdb_check.check_key(settings))


def _issue_count(issues: Sequence[object]) -> str:
    return f"{len(issues) or 'no'} mistake{'s' * (len(issues) != 1)}"


def _catalogue_issues(file: Path | None) -> Sequence[object]:
    from bot import app  # noqa: PLC0415  # see _run

    return app.check_catalogue(file or app.CATALOGUE_FILE)


def _list_reports(location: Location, close_number: int | None) -> Sequence[str]:
    from bot import report_list  # noqa: PLC0415  # see _run

    return asyncio.run(report_list.list_reports(location, close_number))


if __name__ == "__main__":
    sys.exit(main())
