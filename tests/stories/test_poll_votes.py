"""People vote, see the counts, and read and check the result."""

import hashlib

import pytest

from bot.polls.handlers import voters
from tests.soak_cases import soak_after
from tests.stories.club import Club, Message, SimulatedUser
from tests.stories.polls import FILMS, add_words, lift_rate_limit, prepare_panel, public_messages

HOPE, HARMONY = "1 Hope (2013)", "2 Harmony (2010)"


async def start_poll(club: Club, *ticked: str, **options: str) -> Message:
    """Start a poll as Sam, with the `ticked` options chosen in the panel's menu, and return its message."""
    lift_rate_limit(club)
    panel = await prepare_panel(club.sam, **FILMS, **options)
    for choice in ticked:
        panel = await club.sam.select(panel, choice)
    await club.sam.click(panel, "Start")
    return public_messages(club)[-1]


async def press_buttons(guest: SimulatedUser, poll: Message, *labels: str) -> list[str]:
    """Press these buttons of a poll one after another, and return the private answers."""
    answers = [await guest.click(poll, label) for label in labels]
    assert all(answer.is_ephemeral for answer in answers)
    return [answer.card.description or "" for answer in answers]


async def test_a_button_shows_up_to_80_characters_of_an_option(club: Club) -> None:
    """A film's button has its number, title and year. A text that is too long is cut off."""
    lift_rate_limit(club)
    panel = await prepare_panel(club.sam, film1="Even If This Love Disappears Tonight")
    panel = await add_words(club.sam, panel, "walking along the river " * 3 + "at dusk")
    await club.sam.click(panel, "Start")
    film, words = public_messages(club)[-1].buttons[:2]
    assert film == "1 Even If This Love Disappears Tonight (2025)"
    assert words.startswith("2 walking along the river walking along the river walking along the river")
    assert len(words) <= 80


async def test_one_tap_is_a_vote(club: Club) -> None:
    """The answer says whether the vote was cast, changed or taken back."""
    poll = await start_poll(club)
    receipts = await press_buttons(club.sam, poll, HOPE, HARMONY)
    await club.env.advance_time(2)
    assert [*receipts, *await press_buttons(club.sam, poll, HARMONY)] == [
        "✅ Your vote: **Hope (2013)**.",
        "🔁 Your vote is now **Harmony (2010)**.",
        "↩️ You took your vote back. To vote again, tap an option.",
    ]


async def test_many_voters_are_read_page_by_page(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of voters is private, and its pages replace each other."""
    monkeypatch.setattr(voters, "PEOPLE_PER_PAGE", 1)
    poll = await start_poll(club, "Public votes")
    await press_buttons(club.sam, poll, HARMONY)
    await press_buttons(club.mina, poll, HOPE)
    await club.env.advance_time(5)
    first = await club.sam.click(public_messages(club)[-1], "Who voted")
    assert first.is_ephemeral
    assert (first.field("Hope (2013) · 1 vote"), first.buttons) == ("mina", ["Next"])
    second = await club.sam.click(first, "Next")
    assert second.response.id == first.response.id
    assert (second.field("Harmony (2010) · 1 vote"), second.buttons) == ("sam", ["Previous"])
    assert "Page 2 of 2" in second.text


async def test_each_person_is_answered_in_their_own_language(club: Club) -> None:
    """The message is in the server's language, the answer in the voter's."""
    poll = await start_poll(club)
    assert "One vote each" in poll.text
    receipts = await press_buttons(club.jiwoo, poll, HOPE, HARMONY)
    await club.env.advance_time(2)
    assert [*receipts, *await press_buttons(club.jiwoo, poll, HARMONY)] == [
        "✅ 투표했어요: **소원 (2013)**",
        "🔁 표를 바꿨어요: **하모니 (2010)**",
        "↩️ 표를 취소했어요. 지금은 이 투표에 내 표가 없어요.",
    ]


async def test_several_votes_are_ticked_one_by_one(club: Club) -> None:
    """Each press adds or removes one vote, and the answer shows the whole ballot."""
    poll = await start_poll(club, "Several votes each")
    assert "as many as you like" in poll.text
    receipts = await press_buttons(club.sam, poll, HOPE, HARMONY, HOPE)
    assert receipts[1] == "✅ You added **Harmony (2010)**.\nYour ballot:\n• Hope (2013)\n• Harmony (2010)"
    assert receipts[2] == "↩️ You removed **Hope (2013)**.\nYour ballot:\n• Harmony (2010)"


async def test_the_message_shows_the_counts(club: Club) -> None:
    """Each option has a bar and its votes in words, and the footer has the number of voters."""
    poll = await start_poll(club)
    assert poll.text.count("▱▱▱▱▱▱▱▱▱▱ 0 votes") == 2
    await press_buttons(club.jiwoo, poll, HARMONY)
    seen = public_messages(club)[-1]
    assert seen.field("2 · Harmony (2010)") == "▰▰▰▰▰▰▰▰▰▰ 1 vote · 100%\n⚠️ Domestic violence · Sexual violence"
    assert "· 1 voter ·" in (seen.card.footer.text or "")


async def test_a_poll_says_who_asks(club: Club) -> None:
    """The message shows the host's name, even after a vote has changed the counts."""
    poll = await start_poll(club)
    assert poll.card.author.name == "sam asks"
    await press_buttons(club.jiwoo, poll, HARMONY)
    assert public_messages(club)[-1].card.author.name == "sam asks"


async def test_hidden_counts_show_how_many_voted_and_no_more(club: Club) -> None:
    """The message shows the number of voters, but no bars and no counts."""
    poll = await start_poll(club, "Hide the counts until it closes")
    await press_buttons(club.jiwoo, poll, HARMONY)
    shown = public_messages(club)[-1]
    assert ("▰" in shown.text, "1 vote " in shown.text, "1 voter" in shown.text) == (False, False, True)


async def test_my_ballot_is_shown_only_to_me(club: Club) -> None:
    """People can look at their ballot before and after they vote."""
    poll = await start_poll(club)
    assert "You haven't voted yet" in (await press_buttons(club.sam, poll, "My ballot"))[0]
    await press_buttons(club.sam, poll, HARMONY)
    assert "Your ballot:\n• Harmony (2010)" in (await press_buttons(club.sam, poll, "My ballot"))[0]
    assert "아직 투표하지 않았어요" in (await press_buttons(club.jiwoo, poll, "My ballot"))[0]


async def test_films_can_be_read_about_before_the_vote(club: Club) -> None:
    """A private menu opens the whole card of each film."""
    poll = await start_poll(club)
    menu = await club.jiwoo.click(poll, "Films")
    assert (menu.is_ephemeral, [option["label"] for option in menu.options]) == (True, ["소원 (2013)", "하모니 (2010)"])
    card = await club.jiwoo.select(menu, "소원 (2013)")
    assert card.is_ephemeral
    assert card.field("줄거리")


async def test_a_host_ends_a_poll_and_everybody_sees_the_winner(club: Club) -> None:
    """A new message has the winning film and all counts. The poll's own message has no vote buttons any more."""
    poll = await start_poll(club, question="Friday?")
    await press_buttons(club.sam, poll, HOPE)
    await press_buttons(club.jiwoo, poll, HOPE)
    await press_buttons(club.mina, poll, HARMONY)
    (offered,) = await club.sam.autocomplete("poll end", "poll", "fri")
    assert offered["name"] == "Friday? · open"
    ended = await club.sam.slash("poll end", poll=offered["value"])
    assert (ended.is_ephemeral, "i'll post its result in a moment" in ended.text.lower()) == (True, True)
    closed, result = public_messages(club)[-2:]
    assert (result.card.author.name, result.card.title) == ("Friday?", "🏆 Hope (2013)")
    assert "Strong content" in (result.card.description or "")
    assert result.field("3 voters").splitlines() == [
        "The winner got the most votes.",
        "",
        "🥇 Hope (2013) · 2 votes · 67%",
        "🥈 Harmony (2010) · 1 vote · 33%",
    ]
    assert result.buttons[1:] == ["More", "I cried", "Ask me tomorrow", "How it was counted"]
    assert "Netflix" in result.buttons[0] or "watch" in result.buttons[0]
    assert (closed.card.description or "").startswith("🏆 **Hope (2013)** won. Ended by its host <t:")
    assert closed.buttons == ["Go to result"]
    again = await club.sam.slash("poll end", poll=offered["value"])
    assert (again.is_ephemeral, "was already closed" in again.text) == (True, True)


@pytest.mark.parametrize("command", soak_after(2, ["poll results", "poll end", "poll cancel"]))
async def test_a_poll_is_found_by_half_a_word_or_by_the_link_to_its_message(club: Club, command: str) -> None:
    """Autocomplete finds the poll by both. The command also accepts the link, but not a link to another message."""
    await start_poll(club, question="오늘 뭐 볼까요?")
    channel = club.sam.channel
    place, message = f"{channel.guild.id}/{channel.id}", max(club.env.backend.messages[channel.id])
    link = f"https://ptb.discord.com/channels/{place}/{message}"
    for typed in ("오느", "볼ㄲ", "ㅇㄴ", link):
        assert len(await club.sam.autocomplete(command, "poll", typed)) == 1, typed
    wrong = f"https://discord.com/channels/{place}/{message + 1}"
    assert await club.sam.autocomplete(command, "poll", wrong) == []
    assert "I can't find that poll here" in (await club.sam.slash(command, poll=wrong)).text
    assert "오늘 뭐 볼까요?" in (await club.sam.slash(command, poll=link)).text


async def test_a_poll_without_votes_has_no_winner(club: Club) -> None:
    """The result says that nobody voted, and that there is no winner."""
    await start_poll(club, question="Friday?")
    await club.sam.slash("poll end", poll="Friday?")
    assert "Nobody voted" in public_messages(club)[-1].text
    assert "no winner" in public_messages(club)[-1].text


async def test_results_are_private_until_shared(club: Club) -> None:
    """Results are in the person's language until *Show everyone* posts them in the server's."""
    poll = await start_poll(club, question="Friday?")
    await press_buttons(club.sam, poll, HOPE)
    private = await club.jiwoo.slash("poll results", poll="Friday?")
    assert private.is_ephemeral
    assert "중간 결과예요" in private.text
    assert "1명 참여" in private.text
    shared = await club.jiwoo.click(private, "모두에게 보여 주기")
    assert not shared.is_ephemeral
    assert "How it stands so far" in shared.text
    assert "1 voter" in shared.text


async def test_the_list_leads_to_every_poll(club: Club) -> None:
    """The list has open polls with the number of voters, closed ones with their results, and cancelled ones."""
    assert "This server hasn't had a poll yet" in (await club.sam.slash("poll list")).text
    poll = await start_poll(club, question="First?")
    await press_buttons(club.sam, poll, HOPE)
    await club.sam.slash("poll end", poll="First?")
    await start_poll(club, question="Second?")
    await club.sam.slash("poll cancel", poll="Second?")
    await start_poll(club, question="Third?")
    page = await club.sam.slash("poll list")
    description = page.card.description or ""
    assert (
        description.index("Third?")
        < description.index("🗳️ no votes yet")
        < description.index("Second?")
        < description.index("First?")
    )
    assert "🏆 Hope (2013)" in description
    assert [option["description"] for option in page.options] == ["open", "cancelled", "won: Hope (2013)"]
    opened = await club.sam.select(page, "First?")
    assert opened.card.title == "🏆 Hope (2013)"


async def test_a_cancelled_poll_can_be_brought_back(club: Club) -> None:
    """Once the poll is back, the buttons of its message work again, and the votes are still there."""
    poll = await start_poll(club, question="Friday?")
    await press_buttons(club.jiwoo, poll, HARMONY)
    cancelled = await club.sam.slash("poll cancel", poll="Friday?")
    assert (cancelled.is_ephemeral, cancelled.buttons) == (True, ["Bring it back"])
    back = await club.sam.click(cancelled, "Bring it back")
    assert "is open again" in back.text
    assert "내 표:\n• 하모니 (2010)" in (await press_buttons(club.jiwoo, poll, "My ballot"))[0]


async def test_lots_can_be_checked_after_the_close(club: Club) -> None:
    """The poll shows half of the digest. A button under the result reveals the seed, which has that digest."""
    poll = await start_poll(club, "Ties: decide by lot", question="Friday?")
    await press_buttons(club.sam, poll, HOPE)
    await press_buttons(club.jiwoo, poll, HARMONY)
    shown_digest = (poll.card.footer.text or "").rpartition(" ")[2]
    await club.sam.slash("poll end", poll="Friday?")
    result = public_messages(club)[-1]
    counted = await club.sam.click(result, "How it was counted")
    assert counted.is_ephemeral
    _, seed, _, digest, _ = counted.field("Seed").split("`")
    assert hashlib.sha256(seed.encode()).hexdigest() == digest
    assert (len(shown_digest), digest.startswith(shown_digest)) == (32, True)
    assert seed not in result.text
    assert [file.filename for file in counted.response.attachments] == ["draw.txt"]
