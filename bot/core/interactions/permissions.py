"""Decides from Discord's permissions what people and the bot may do in a channel or a server.

Discord sends the permissions for the channel of an interaction; those for other channels come from discord.py's cache.
"""

from typing import Any

import discord

from bot.ids import ChannelId


def can_manage_server(interaction: discord.Interaction[Any]) -> bool:
    """Return whether the person may configure the bot here, which requires Manage Server."""
    return interaction.guild_id is not None and interaction.permissions.manage_guild


def can_post(interaction: discord.Interaction[Any]) -> bool:
    """Return whether the person may post in this channel, and therefore have the bot post there."""
    granted = interaction.permissions
    is_thread = isinstance(interaction.channel, discord.Thread)
    return interaction.guild_id is None or (granted.send_messages_in_threads if is_thread else granted.send_messages)


def bot_can_post(interaction: discord.Interaction[Any]) -> bool:
    """Return whether the bot may post cards in this channel on its own, not only as answers."""
    granted = interaction.app_permissions
    is_thread = isinstance(interaction.channel, discord.Thread)
    may_send = granted.send_messages_in_threads if is_thread else granted.send_messages
    return granted.view_channel and may_send and granted.embed_links


def can_see(interaction: discord.Interaction[Any], channel_id: ChannelId, parent_id: ChannelId | None = None) -> bool:
    """Return whether the person may view a channel of this server; for an unknown one, return `can_manage_server`.

    `parent_id` is the parent channel of a public thread. An archived thread is not cached, so the permissions in the
    parent channel count instead.
    """
    if channel_id == interaction.channel_id:
        return True
    granted = _permissions_in(interaction, channel_id, parent_id)
    return can_manage_server(interaction) if granted is None else granted.view_channel


def can_manage_messages(
    interaction: discord.Interaction[Any], channel_id: ChannelId, parent_id: ChannelId | None = None
) -> bool:
    """Return whether the person has View Channel and Manage Messages in a known channel of this server."""
    if channel_id == interaction.channel_id:
        return interaction.permissions.manage_messages
    granted = _permissions_in(interaction, channel_id, parent_id)
    return granted is not None and granted.view_channel and granted.manage_messages


def can_embed(interaction: discord.Interaction[Any]) -> bool:
    """Return whether Discord shows the bot's embeds here."""
    return interaction.guild_id is None or interaction.app_permissions.embed_links


def can_attach(interaction: discord.Interaction[Any]) -> bool:
    """Return whether the bot may send files here."""
    return interaction.guild_id is None or interaction.app_permissions.attach_files


def can_greet(channel: discord.TextChannel) -> bool:
    """Return whether the bot may post a card in a channel."""
    granted = channel.permissions_for(channel.guild.me)
    return granted.view_channel and granted.send_messages and granted.embed_links


def _permissions_in(
    interaction: discord.Interaction[Any], channel_id: ChannelId, parent_id: ChannelId | None
) -> discord.Permissions | None:
    """Return the person's permissions in a channel, or None if they are unknown.

    In a private thread, people without Manage Threads have none.
    """
    guild, member = interaction.guild, interaction.user
    channel = (guild.get_channel_or_thread(channel_id) or guild.get_channel(parent_id or 0)) if guild else None
    if channel is None or getattr(channel, "parent", channel) is None or not isinstance(member, discord.Member):
        return None
    granted = channel.permissions_for(member)
    if isinstance(channel, discord.Thread) and channel.is_private() and not granted.manage_threads:
        return discord.Permissions.none()
    return granted
