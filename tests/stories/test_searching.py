"""People look for films to cry over, in either language, without knowing a title."""

import pytest

from tests.stories.club import Club

FIRST_LOVE = "Even If This Love Disappears Tonight (2025)"


# Searches that find films.


async def test_a_member_looks_for_a_theme_and_a_length(club: Club) -> None:
    """The list is private, says what was asked, and shows title, tears, length and hook."""
    found = await club.sam.slash("film search", theme="first-love", longest=120)
    assert found.is_ephemeral
    assert found.card.title == "14 films · Theme: First love · up to 2 h"
    assert (
        found.field("20th Century Girl (2022)")
        == "💧💧💧💧 · 1 h 59 min\nShe only meant to spy for a friend, and met a first love of her own."
    )
    assert found.card.footer.text == "Page 1 of 3"


async def test_a_korean_member_looks_for_a_theme_and_a_length(club: Club) -> None:
    """Titles, hooks and conditions are in the person's language."""
    found = await club.jiwoo.slash("film search", theme="첫사랑", longest=120)
    assert found.card.title == "영화 14편 · 주제: 첫사랑 · 2시간 이하"
    assert found.field("20세기 소녀 (2022)") == "💧💧💧💧 · 1시간 59분\n친구의 짝사랑을 염탐하다, 내 첫사랑을 만났다."
    assert found.buttons[:2] == ["다음", "이 페이지 공유하기"]


async def test_a_film_is_found_by_words_of_its_story(club: Club) -> None:
    """Words of a story find the films whose story contains them."""
    found = await club.sam.slash("film search", words="letters mother's")
    assert found.card.title == "2 films · “letters mother's”"
    assert [option["label"] for option in found.options] == ["The Classic (2003)", "71: Into the Fire (2010)"]


async def test_words_in_korean_find_films_for_an_english_reader_too(club: Club) -> None:
    """A Korean word finds the same films for a Korean and an English reader."""
    korean = await club.jiwoo.slash("film search", words="편지")
    english = await club.sam.slash("film search", words="편지")
    assert [option["value"] for option in korean.options] == [option["value"] for option in english.options] != []


async def test_an_actress_is_found_when_typed_in_a_hurry(club: Club) -> None:
    """The typed name needs no hyphen and no capitals."""
    found = await club.sam.slash("film search", person="son yejin")
    assert "A Moment to Remember (2004)" in found.text
    assert found.card.title == "5 films · by or with son yejin"


async def test_a_director_is_found_by_a_korean_name(club: Club) -> None:
    """A name typed in Hangul finds the films of that director."""
    assert "소원 (2013)" in (await club.jiwoo.slash("film search", person="이준익")).text


async def test_a_film_with_a_hopeful_ending_is_found_privately(club: Club) -> None:
    """The list is private, and its title names the ending."""
    found = await club.sam.slash("film search", ending="hopeful", years="2010-", longest=100)
    assert found.is_ephemeral
    assert "Ending: Hopeful · since 2010 · up to 1 h 40 min" in (found.card.title or "")


async def test_a_decade_and_a_service_are_understood_in_korean(club: Club) -> None:
    """A decade that is written in Korean is understood."""
    found = await club.jiwoo.slash("film search", years="2000년대", service="viki")
    assert found.card.title == "영화 2편 · 2000년대 · Rakuten Viki 목록에 있는 영화"


async def test_one_film_has_no_pages(club: Club) -> None:
    """A single page has no page number, and no button to another page."""
    found = await club.sam.slash("film search", person='"Lee Re"', theme="abuse-survival")
    assert found.card.title == "1 film · by or with Lee Re · Theme: Surviving abuse"
    assert (found.card.footer.text, found.buttons) == (None, ["Share this page", "Vote on these"])


async def test_a_search_works_in_direct_messages(club: Club) -> None:
    """A search in direct messages finds films."""
    found = await club.sam_in_dm.slash("film search", theme="war", years="until 2010")
    assert "Taegukgi" in found.text


# Turning pages and opening cards.


async def test_the_pages_of_a_list_turn_in_place(club: Club) -> None:
    """The first page has no Previous, and the last has no Next."""
    first = await club.sam.slash("film search", theme="first-love", longest=120)
    assert first.buttons == ["Next", "Share this page", "Vote on these"]
    second = await club.sam.click(first, "Next")
    assert (second.card.footer.text, second.response.id) == ("Page 2 of 3", first.response.id)
    assert second.buttons == ["Previous", "Next", "Share this page", "Vote on these"]
    third = await club.sam.click(second, "Next")
    assert third.buttons == ["Previous", "Share this page", "Vote on these"]
    assert (await club.sam.click(third, "Previous")).text == second.text


async def test_a_card_opens_in_place_and_leads_back_to_its_page(club: Club) -> None:
    """The list turns into the card, and back into the same page."""
    second = await club.sam.click(await club.sam.slash("film search", theme="first-love"), "Next")
    title = second.options[2]["label"]
    card = await club.sam.select(second, title)
    assert (card.card.title, card.response.id, card.is_ephemeral) == (title, second.response.id, True)
    assert card.buttons[:2] == ["Back to the list", "Show everyone"]
    assert "📺" in card.text
    back = await club.sam.click(card, "Back to the list")
    assert (back.card.footer.text, back.buttons) == (
        "Page 2 of 4",
        ["Previous", "Next", "Share this page", "Vote on these"],
    )


async def test_a_card_that_was_opened_can_be_shown_to_everyone(club: Club) -> None:
    """The card is posted in the server's language, as a message of its own."""
    found = await club.jiwoo.slash("film search", theme="first-love")
    card = await club.jiwoo.select(found, "20세기 소녀 (2022)")
    shown = await club.jiwoo.click(card, "모두에게 보여 주기")
    assert (shown.is_ephemeral, shown.card.title) == (False, "20th Century Girl (2022)")
    assert shown.response.id != card.response.id


async def test_a_shared_page_is_for_everybody(club: Club) -> None:
    """The page is public, in the server's language. Anyone can open its cards in private, in their own language."""
    found = await club.jiwoo.slash("film search", theme="first-love", longest=120)
    shared = await club.jiwoo.click(found, "이 페이지 공유하기")
    assert not shared.is_ephemeral
    assert shared.card.title == "14 films · Theme: First love · up to 2 h"
    assert shared.card.footer.text == "Page 1 of 3 · Find more with /film search"
    assert shared.buttons == []
    for guest, title in ((club.jiwoo, "20세기 소녀 (2022)"), (club.sam, "20th Century Girl (2022)")):
        card = await guest.select(shared, "20th Century Girl (2022)")
        assert (card.is_ephemeral, card.card.title) == (True, title)


async def test_a_shared_page_hides_spoilers(club: Club) -> None:
    """A shared page does not name the spoiler theme and the ending of the search."""
    found = await club.sam.slash("film search", theme="Grief", ending="bittersweet", longest=120)
    assert "Theme: Grief · Ending: Bittersweet" in (found.card.title or "")
    shared = await club.sam.click(found, "Share this page")
    assert (shared.card.title or "").endswith("films · up to 2 h")
    assert not {"Grief", "Bittersweet"} & set(shared.text.split())


# When nothing is found.


async def test_an_empty_list_suggests_what_to_leave_out(club: Club) -> None:
    """The conditions to drop are sorted by how many films would then match. A press shows them in the same message."""
    answer = await club.sam.slash("film search", theme="war", ending="hopeful", longest=100)
    assert answer.is_ephemeral
    assert "Theme: Life in wartime · Ending: Hopeful · up to 1 h 40 min" in answer.text
    assert answer.buttons[0] == "Drop “Theme: Life in wartime” (3)"
    assert answer.buttons[-2:] == ["🔎 Search", "🎲 Draw one"]
    counts = [int(label.rpartition("(")[2][:-1]) for label in answer.buttons[:-2]]
    assert counts == sorted(counts, reverse=True)
    wider = await club.sam.click(answer, answer.buttons[0])
    assert (wider.card.title, wider.response.id) == ("3 films · Ending: Hopeful · up to 1 h 40 min", answer.response.id)


async def test_an_empty_list_suggests_what_to_leave_out_in_korean(club: Club) -> None:
    """The title, the advice and its buttons are Korean."""
    answer = await club.jiwoo.slash("film search", theme="전쟁 속의 사람들", ending="hopeful", longest=100)
    assert answer.card.title == "찾지 못했어요"
    assert answer.buttons[0] == "“주제: 전쟁 속의 사람들” 빼고 (3편)"


@pytest.mark.parametrize("typed", ["bride", "“bride”", '"bride"'])
async def test_a_buttons_words_are_in_one_pair_of_quotes(club: Club, typed: str) -> None:
    """In both languages no quotes are doubled, whether or not quotes were typed."""
    answer = await club.sam.slash("film search", words=typed, theme="war", years="1990s")
    korean = await club.jiwoo.slash("film search", words=typed, theme="war", years="1990s")
    labels = [*answer.buttons, *korean.buttons]
    assert not [label for label in labels if "““" in label or "””" in label or '"' in label]
    assert "“bride”" in answer.text
    assert "““" not in answer.text


async def test_if_no_two_conditions_match_each_is_suggested_alone(club: Club) -> None:
    """A button drops all conditions but one, and finds the films that match that one."""
    answer = await club.jiwoo.slash("film search", person="손예진", theme="war", years="1990s")
    assert answer.buttons[0] == "“주제: 전쟁 속의 사람들”만 (8편)"
    assert (await club.jiwoo.click(answer, answer.buttons[0])).card.title == "영화 8편 · 주제: 전쟁 속의 사람들"


async def test_a_single_word_without_matches_says_what_to_try(club: Club) -> None:
    """There is no condition to drop, so the answer names another command to try."""
    answer = await club.sam.slash("film search", words="zzzzqqqq")
    assert "No title or story I know contains “zzzzqqqq”" in answer.text
    assert "</film show:" in answer.text


async def test_a_typo_in_a_name_suggests_similar_people(club: Club) -> None:
    """One press opens the list of films with the person who was meant."""
    answer = await club.sam.slash("film search", person="son yejinn")
    assert "Did you mean one of these?" in answer.text
    found = await club.sam.click(answer, "Son Ye-jin · 손예진")
    assert found.card.title == "5 films · by or with Son Ye-jin"


async def test_a_search_for_nothing_is_answered_with_an_example(club: Club) -> None:
    """The private answer has an example in the person's language."""
    answer = await club.sam.slash("film search")
    assert answer.is_ephemeral
    assert "`/film search theme: First love longest: 120`" in answer.text
    assert "첫사랑" in (await club.jiwoo.slash("film search")).text


async def test_an_unreadable_condition_is_answered_with_how_to_write_it(club: Club) -> None:
    """Unreadable years get an example, an unclear theme gets similar ones, and words without letters an explanation."""
    assert "`1990s`" in (await club.sam.slash("film search", years="a while ago")).text
    assert "**First love** · **Quiet love**" in (await club.sam.slash("film search", theme="love")).text
    assert "no letters or numbers" in (await club.sam.slash("film search", words="!!!")).text


# Suggestions while somebody types.


async def test_themes_are_suggested_in_the_persons_language(club: Club) -> None:
    """Themes without spoilers come first, and spoilers are marked."""
    offered = [choice["name"] for choice in await club.sam.autocomplete("film search", "theme", "love")]
    assert offered == ["First love", "Quiet love", "Lost love · spoiler"]
    offered = [choice["name"] for choice in await club.jiwoo.autocomplete("film search", "theme", "사랑")]
    assert offered == ["말없는 사랑", "첫사랑", "잃어버린 사랑 · 스포일러"]


async def test_people_are_suggested_and_a_suggestion_finds_them(club: Club) -> None:
    """Before typing, 25 people are suggested. A search for a suggested person finds that person's films."""
    assert len(await club.sam.autocomplete("film search", "person", "")) == 25
    offered = await club.jiwoo.autocomplete("film search", "person", "lee joonik")
    assert offered[0]["name"] == "이준익 · Lee Joon-ik"
    found = await club.jiwoo.slash("film search", person=offered[0]["value"])
    assert found.card.title == "영화 4편 · 감독·출연: 이준익"


async def test_years_are_suggested_as_they_are_read(club: Club) -> None:
    """Before typing, decades are suggested. A typed year is suggested in every way that it can be read."""
    offered = [choice["name"] for choice in await club.sam.autocomplete("film search", "years", "")]
    assert offered == ["from the 2020s", "from the 2010s", "from the 2000s", "from the 1990s"]
    offered = [choice["name"] for choice in await club.jiwoo.autocomplete("film search", "years", "2013")]
    assert offered == ["2013년", "2013년부터", "2013년까지", "2010년대"]
