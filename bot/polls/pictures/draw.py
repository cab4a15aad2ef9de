"""Draws the picture of a result: the winner, then the bars or the rounds."""

from bot.polls.pictures.bars import BarChart
from bot.polls.pictures.flows import FlowChart
from bot.polls.pictures.header import lay_out_header
from bot.polls.pictures.result_picture import ResultPicture
from bot.polls.pictures.sheet import MARGIN, Sheet


def draw_result(picture: ResultPicture) -> bytes:
    """Return the picture as the content of a PNG file."""
    header = lay_out_header(picture)
    chart = FlowChart(picture.flows, picture.rounds_label) if picture.flows else BarChart(picture.bars)
    sheet = Sheet(picture.headline, header.bottom + chart.height + MARGIN)
    header.draw(sheet)
    chart.draw(sheet, header.bottom)
    return sheet.encode()
