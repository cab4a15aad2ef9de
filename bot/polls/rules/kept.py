"""What polls keep of people and servers, and what becomes of it when somebody is forgotten."""

from bot.kit.keeps import Keeps

KEEPS = (
    Keeps("poll_draft", text="polls.kept.draft", person="person", server="server", since="touched", days=1),
    Keeps(
        "poll",
        text="polls.kept.hosted",
        person="host",
        server="server",
        stays_nameless=True,
        server_text="polls.kept.polls",
    ),
    Keeps("ballot", text="polls.kept.ballot", person="person", stays_nameless=True, nameless_where=("closed", 1)),
)
"""Options, seeds and what is on ballots go with the rows that they belong to, and name nobody."""
