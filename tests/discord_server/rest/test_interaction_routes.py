"""What Discord demands of a bot when it answers."""

import io
from collections.abc import Awaitable

import discord
import pytest
from discord import ui

from tests.discord_server.bots.probe import ProbeClient, interaction_data
from tests.discord_server.clock import ACKNOWLEDGE_SECONDS
from tests.discord_server.club import Club
from tests.discord_server.users.interaction import TOKEN_SECONDS


async def refusal(work: Awaitable[object]) -> tuple[int, int]:
    """Await something that Discord refuses, and return the status and the code of the refusal."""
    with pytest.raises(discord.HTTPException) as refused:
        await work
    return refused.value.status, refused.value.code


async def test_a_private_deferral_stays_private(probe: ProbeClient, club: Club) -> None:
    """The first follow-up replaces the deferral and is private like it; the second one is public."""
    answer = await club.sam.without_waiting.slash("say", text="hi")
    heard = await probe.next_interaction()
    await heard.response.defer(ephemeral=True, thinking=True)
    assert answer.is_deferred
    assert club.sam.visible_messages() == []
    await heard.followup.send("first")
    assert (answer.message.content, answer.message.is_ephemeral, answer.followups) == ("first", True, [])
    await heard.followup.send("second")
    assert ((await answer.wait_for_followup()).content, answer.followups[0].is_ephemeral) == ("second", False)
    assert [seen.content for seen in club.sam.visible_messages()] == ["first", "second"]
    assert [seen.content for seen in club.jiwoo.visible_messages()] == ["second"]


async def test_an_answer_is_given_once(probe: ProbeClient, club: Club) -> None:
    """A second callback is refused with 40060, and the first one stays."""
    answer = await club.sam.without_waiting.slash("say", text="hi")
    heard = await probe.next_interaction()
    await club.discord.run(club.discord.gateway.resend_last_event())
    again = await probe.next_interaction()
    await heard.response.send_message("one")
    assert await refusal(again.response.send_message("two")) == (400, 40060)
    assert answer.message.content == "one"


@pytest.mark.usefixtures("real_deadline")
async def test_a_late_answer_is_refused(probe: ProbeClient, club: Club) -> None:
    """After three seconds the interaction is unknown, and the person reads that it failed."""
    answer = await club.sam.without_waiting.slash("say", text="hi")
    heard = await probe.next_interaction()
    assert not answer.has_failed
    club.discord.world.clock.advance(ACKNOWLEDGE_SECONDS)
    assert await refusal(heard.response.send_message("late")) == (404, 10062)
    assert answer.has_failed


async def test_a_token_expires_after_fifteen_minutes(probe: ProbeClient, club: Club) -> None:
    """After fifteen minutes, neither a follow-up nor an edit is accepted."""
    await club.sam.without_waiting.slash("say", text="hi")
    heard = await probe.next_interaction()
    await heard.response.send_message("in time")
    club.discord.world.clock.advance(TOKEN_SECONDS)
    assert await refusal(heard.followup.send("late")) == (401, 50027)
    assert await refusal(heard.edit_original_response(content="late")) == (401, 50027)
    assert club.discord.log.invalid_request_count == 2


async def test_a_follow_up_before_the_first_answer_is_refused(probe: ProbeClient, club: Club) -> None:
    """Until the first answer, Discord does not know the webhook for follow-ups."""
    await club.sam.without_waiting.slash("say", text="hi")
    heard = await probe.next_interaction()
    assert await refusal(heard.followup.send("too soon")) == (404, 10015)


async def test_answers_can_be_edited_and_deleted(probe: ProbeClient, club: Club) -> None:
    """The first answer and the follow-up can be edited and deleted; a deleted answer is unknown."""
    answer = await club.sam.without_waiting.slash("say", text="hi")
    heard = await probe.next_interaction()
    await heard.response.send_message("one")
    second = await heard.followup.send("two", wait=True)
    await heard.edit_original_response(content="One")
    await second.edit(content="Two")
    assert [seen.content for seen in club.sam.visible_messages()] == ["One", "Two"]
    assert ((await heard.original_response()).content, club.discord.log.edit_count) == ("One", 2)
    await second.delete()
    await heard.delete_original_response()
    assert club.sam.visible_messages() == []
    assert await refusal(heard.edit_original_response(content="gone")) == (404, 10008)
    assert answer.message.content == "One"


async def test_a_user_installed_bot_may_follow_up_five_times(probe: ProbeClient, club: Club) -> None:
    """In a server that the bot is not in, a sixth follow-up is refused."""
    await club.mina_in_other_guild.without_waiting.slash("say", text="hi")
    heard = await probe.next_interaction()
    await heard.response.send_message("0")
    for number in range(5):
        await heard.followup.send(str(number + 1))
    assert await refusal(heard.followup.send("6")) == (400, 40094)


async def test_a_press_edits_its_message_or_is_deferred(probe: ProbeClient, club: Club) -> None:
    """A press on a button edits its message; a choice from a menu comes with its value, and can be deferred."""
    view = ui.View(timeout=None)
    view.add_item(ui.Button(label="Vote", custom_id="vote"))
    view.add_item(ui.Select(custom_id="pick", options=[discord.SelectOption(label="Hope", value="7")]))
    posted = await club.sam.without_waiting.slash("say", text="hi")
    await (await probe.next_interaction()).response.send_message("Poll", view=view)
    assert (await posted.wait_until_visible()).message.buttons == ["Vote"]

    press = await club.jiwoo.without_waiting.click(posted.message, "Vote")
    heard = await probe.next_interaction()
    await heard.response.edit_message(content="One vote")
    assert (press.message.content, posted.message.content, press.acknowledged_after is None) == (
        "One vote",
        "One vote",
        False,
    )

    choice = await club.jiwoo.without_waiting.select(posted.message, "Hope")
    heard = await probe.next_interaction()
    assert interaction_data(heard)["values"] == ["7"]
    await heard.response.defer()
    assert (choice.is_deferred, choice.interaction.is_visible) == (True, False)
    await heard.edit_original_response(content="Hope it is")
    assert (await choice.wait_until_visible()).message.content == "Hope it is"


async def test_a_link_or_a_missing_control_cannot_be_pressed(probe: ProbeClient, club: Club) -> None:
    """A test that presses a link, or a control that does not exist, fails with the reason."""
    question = await club.sam.without_waiting.slash("say", text="hi")
    view = ui.View(timeout=None).add_item(ui.Button(label="Site", url="https://a.example"))
    await (await probe.next_interaction()).response.send_message("Only you", view=view, ephemeral=True)
    with pytest.raises(AssertionError, match="is a link"):
        await club.sam.click(question.message, "Site")
    with pytest.raises(AssertionError, match="no button 'Vote'"):
        await club.sam.click(question.message, "Vote")
    view.children[0].disabled = True  # type: ignore[attr-defined]
    with pytest.raises(AssertionError, match="no menu offers"):
        await club.jiwoo.select(question.message, "Hope")


class Form(ui.Modal, title="Suggest a film"):
    film: ui.Label[ui.View] = ui.Label(text="Title", component=ui.TextInput(custom_id="film"))
    why: ui.Label[ui.View] = ui.Label(
        text="Mood",
        component=ui.Select(custom_id="mood", options=[discord.SelectOption(label="Sad", value="s")], required=False),
    )


async def test_a_form_is_opened_filled_in_and_answered(probe: ProbeClient, club: Club) -> None:
    """A person fills in the form by its labels, and the bot answers the submission."""
    opened = await club.sam.without_waiting.slash("say", text="hi")
    await (await probe.next_interaction()).response.send_modal(Form())
    form = (await opened.wait_until_visible()).modal
    assert (form.title, form.labels) == ("Suggest a film", ["Title", "Mood"])
    sent = await club.sam.without_waiting.submit_modal(form, {"Title": "Hope", "Mood": "Sad"})
    heard = await probe.next_interaction()
    parts = [part["component"] for part in interaction_data(heard)["components"]]
    assert [part.get("value") or part.get("values") for part in parts] == ["Hope", ["s"]]
    await heard.response.send_message("Thank you", ephemeral=True)
    assert (sent.message.content, sent.message.is_ephemeral) == ("Thank you", True)


async def test_an_uploaded_file_stays_until_an_edit_removes_it(probe: ProbeClient, club: Club) -> None:
    """An attachment has its name, size and description, until an edit removes it."""
    answer = await club.sam.without_waiting.slash("say", text="hi")
    heard = await probe.next_interaction()
    await heard.response.send_message(file=discord.File(io.BytesIO(b"12345"), "board.png", description="A board"))
    attached = answer.message.message.body["attachments"]
    assert [(attachment["filename"], attachment["size"], attachment["description"]) for attachment in attached] == [
        ("board.png", 5, "A board")
    ]
    await heard.edit_original_response(content="No board", attachments=[])
    assert answer.message.message.body["attachments"] == []
