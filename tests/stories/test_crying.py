"""People say how hard films made them cry."""

from tests.stories.club import Club


async def test_three_people_rate_and_the_card_shows_their_mean(club: Club) -> None:
    """The estimate stands until the third rating, and the card says which of the two it shows."""
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


async def test_a_moment_is_added_changed_and_taken_back_with_the_rating(club: Club) -> None:
    """The form shows what was told; Withdraw is one press."""
    saved = await club.sam.slash("cried", film="Hope", tissues=4)
    told = await club.sam.submit_modal(saved, "Add a moment", moment="the **costume** || @everyone")
    assert "Your moment: ||the \\*\\*costume\\*\\* \\|\\| ＠everyone||" in told.text
    assert "Change moment" in told.buttons
    gone = await club.sam.click(told, "Withdraw")
    assert "Your rating is deleted" in gone.text
    assert gone.buttons == []


async def test_the_language_is_the_readers(club: Club) -> None:
    """A Korean reader gets the menu and the answer in Korean."""
    saved = await club.jiwoo.slash("cried", film="소원", tissues=0)
    assert "**안 울었어요** (0/5)" in saved.text


async def test_an_uncertain_title_asks_which_film_and_keeps_the_tissues(club: Club) -> None:
    """One press on the right film stores the rating that was typed."""
    asked = await club.sam.slash("cried", film="the last harmony", tissues=3)
    answer = await club.sam.click(asked, asked.buttons[0])
    assert "Quiet tears" in answer.text


async def test_outside_of_servers_there_is_no_button(club: Club) -> None:
    """Ratings belong to a server, so a card in direct messages offers none."""
    card = await club.sam_in_dm.slash("film show", title="Hope")
    assert "I cried" not in card.buttons
