"""People say how hard films made them cry."""

from datetime import UTC, datetime

from tests.stories.club import Club


async def test_three_people_rate_and_the_card_shows_their_mean(club: Club) -> None:
    """Before anyone rates the film, its card shows our estimate. After three ratings, it shows their mean."""
    card = await club.sam.slash("film show", title="Hope")
    menu = await club.sam.click(card, "I cried")
    assert menu.is_ephemeral
    assert "our estimate" in card.text
    saved = await club.sam.select(menu, "5 · Ran out of tissues 💧💧💧💧💧")
    assert "Saved" in saved.text
    for person in (club.jiwoo, club.mina):
        answer = await person.slash("cried", film="Hope", tissues=4)
        assert answer.is_ephemeral
    assert "This server: 4.3/5 from 3 ratings" in answer.text
    card = await club.sam.slash("film show", title="Hope")
    assert "💧 **This server:** 4.3/5 from 3 ratings" in card.text
    assert "our estimate" not in card.text


async def test_a_moment_is_added_and_deleted_with_the_rating(club: Club) -> None:
    """The moment is hidden as a spoiler, and is deleted with the rating."""
    saved = await club.sam.slash("cried", film="Hope", tissues=4)
    reply = await club.sam.submit_modal(saved, "Add a moment", moment="the **costume** || @everyone")
    assert "Your moment: ||the \\*\\*costume\\*\\* \\|\\| ＠everyone||" in reply.text
    assert "Change moment" in reply.buttons
    gone = await club.sam.click(reply, "Delete rating")
    assert "Your rating has been deleted" in gone.text
    assert gone.buttons == ["Ask me tomorrow"]


async def test_the_answer_is_in_the_readers_language(club: Club) -> None:
    """A Korean reader gets the answer in Korean."""
    saved = await club.jiwoo.slash("cried", film="소원", tissues=0)
    assert "**안 울었어요** (0/5)" in saved.text


async def test_an_uncertain_title_asks_which_film_and_keeps_the_tissues(club: Club) -> None:
    """One press on the right film stores the rating that was typed."""
    question = await club.sam.slash("cried", film="the last harmony", tissues=3)
    answer = await club.sam.click(question, question.buttons[0])
    assert "Quiet tears" in answer.text


async def test_a_card_in_direct_messages_has_no_button_to_rate(club: Club) -> None:
    """Ratings belong to a server, so there is no such button in direct messages."""
    card = await club.sam_in_dm.slash("film show", title="Hope")
    assert "I cried" not in card.buttons


async def test_the_servers_board_leads_to_each_film(club: Club) -> None:
    """The board lists the saddest film first. Each film opens in private, in the reader's language."""
    await club.sam.slash("cried", film="Hope", tissues=5)
    await club.jiwoo.slash("cried", film="Hope", tissues=5)
    await club.sam.slash("cried", film="Harmony", tissues=2)
    board = await club.sam.slash("board server")
    assert not board.is_ephemeral
    assert board.text.index("1. Hope (2013)") < board.text.index("2. Harmony (2010)")
    assert "▰▰▰▰▰ **5.0** Ran out of tissues · 2 ratings" in board.text
    assert "so that a single rating can't win" in (board.card.footer.text or "")
    film = await club.jiwoo.select(board, "Hope (2013)")
    assert film.is_ephemeral
    assert "**5.0/5** (2명)" in film.text


async def test_a_spoiler_theme_is_refused_for_a_public_board(club: Club) -> None:
    """A spoiler theme is refused in private, and is not suggested."""
    refused = await club.sam.slash("board server", theme="grief")
    assert refused.is_ephemeral
    assert "spoil films" in refused.text
    offered = await club.sam.autocomplete("board server", "theme", "gr")
    assert [theme["name"] for theme in offered] == ["Grandparents", "Growing old", "Growing up"]


async def test_moments_are_read_in_private_and_removed_by_moderators(club: Club) -> None:
    """A member cannot remove someone else's moment. A moderator can, and then nobody sees the moment."""
    await club.sam.slash("cried", film="Hope", tissues=5, moment="the `costume` || <@1>")
    board = await club.jiwoo.slash("board film", film="Hope")
    assert not board.is_ephemeral
    assert "||" not in board.text
    seen = await club.jiwoo.click(board, "Read moments (1)")
    assert seen.is_ephemeral
    assert "||the \\`costume\\` \\|\\| @someone||" in seen.text
    assert seen.controls == []
    managed = await club.mina.click(board, "Read moments (1)")
    gone = await club.mina.select(managed, managed.options[0]["label"])
    assert "Nobody has shared a moment" in gone.text
    assert "Read moments" not in str((await club.sam.slash("board film", film="Hope")).buttons)


async def test_my_board_is_private_until_i_share_it(club: Club) -> None:
    """The private board addresses the person as "you". The shared board speaks about the person."""
    for film in ("Hope", "Harmony"):
        await club.sam.slash("cried", film=film, tissues=5)
        await club.jiwoo.slash("cried", film=film, tissues=1)
        await club.mina.slash("cried", film=film, tissues=1)
    mine = await club.sam.slash("board me")
    assert mine.is_ephemeral
    assert "You cry harder than this server." in mine.text
    everything = await club.sam.click(mine, "All my ratings")
    assert "Harmony (2010) · 💧💧💧💧💧 **Ran out of tissues** (5/5)" in everything.text
    shared = await club.sam.click(await club.sam.click(everything, "Back"), "Show everyone")
    assert not shared.is_ephemeral
    assert shared.card.author.name == "sam's cry board"
    assert "Cries harder than this server" in shared.text


async def test_one_command_asks_which_made_you_cry_the_most(club: Club) -> None:
    """While few films are rated, the options are the founding films. Later, they are the films on the board."""
    started = await club.sam.slash("poll cried")
    assert started.is_ephemeral
    body = str([request.json for request in club.requests if request.json and "embeds" in request.json][-1])
    assert "Which made you cry the most?" in body
    assert all(title in body for title in ("A Moment to Remember", "Hope", "Be With You", "You Are My Sunshine"))
    for film in ("Silenced", "Failan", "Christmas in August", "Il Mare"):
        await club.sam.slash("cried", film=film, tissues=5)
    await club.jiwoo.slash("poll cried")
    body = str([request.json for request in club.requests if request.json and "embeds" in request.json][-1])
    assert "Silenced" in body
    assert "You Are My Sunshine" not in body


async def test_the_poll_does_not_replace_one_that_is_being_prepared(club: Club) -> None:
    """The command is refused while the person prepares another poll."""
    await club.sam.slash("poll start", film1="Hope")
    refused = await club.sam.slash("poll cried")
    assert "You're preparing another poll" in refused.text


async def test_the_board_as_a_picture_says_the_same_in_its_alt_text(club: Club) -> None:
    """The alt text has every film with its place and its mean."""
    await club.sam.slash("cried", film="Hope", tissues=5)
    await club.sam.slash("cried", film="Harmony", tissues=2)
    shown = await club.sam.click(await club.sam.slash("board server"), "Show as picture")
    assert not shown.is_ephemeral
    assert shown.card.image.url
    sent = str([request.json for request in club.requests])
    assert "Cry board · Film Club: 1. Hope, 5.0 out of 5; 2. Harmony, 2.0 out of 5" in sent


async def test_a_year_is_one_picture_whose_alt_text_says_the_same(club: Club) -> None:
    """The alt text has the numbers, the films, and the film that made the most people cry.

    A year with too few ratings, or one that has not begun, is refused.
    """
    year = datetime.now(UTC).year
    refused = await club.sam.slash("board year", year=year)
    assert refused.is_ephemeral
    assert f"fewer than 5 ratings from {year}" in refused.text
    for person, tissues in ((club.sam, 5), (club.jiwoo, 4), (club.mina, 3)):
        await person.slash("cried", film="Hope", tissues=tissues)
        await person.slash("cried", film="Harmony", tissues=1)
    shown = await club.sam.slash("board year", year=year)
    assert not shown.is_ephemeral
    assert shown.card.title == f"{year} in tears"
    assert shown.card.image.url
    sent = str([request.json for request in club.requests])
    assert f"{year} in tears · Film Club. 6 ratings · 3 people · 15 tissues. 1. Hope, 4.0 out of 5; 2. Harmony" in sent
    assert "Made the most people cry: Hope (3 people)" in sent
    assert "hasn't begun" in (await club.sam.slash("board year", year=year + 1)).text
