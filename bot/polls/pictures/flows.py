"""The rounds of a ranked count: a lane per option, and bands along which ballots move to their next choices."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec import Struct

from bot.films.pictures.canvas import Colour, Point
from bot.films.pictures.lettering import text_width
from bot.films.pictures.palette import HUES, INK, PAPER
from bot.polls.pictures.result_picture import Flow
from bot.polls.pictures.sheet import DIM, MARGIN, WIDTH, Sheet
from bot.polls.pictures.words import shorten

LEFT, RIGHT = MARGIN + 420, WIDTH - MARGIN - 68
"""The x of the first and of the last round."""
LANE, LANE_GAP, THICKNESS, ROUNDS_HEIGHT = 50, 10, 250, 60
"""A lane's minimum height, the gap between lanes, the thickness of all ballots, and the height of the round numbers."""
LABEL_SIZE, COUNT_SIZE, ROUND_SIZE = 38, 33, 32
NODE, STEPS = 5, 24
"""Half the width of a node, and the number of segments along an edge of a band."""
THINNEST = 3
MIN_LABELLED_WIDTH = 46
"""The minimum distance between rounds at which every round is numbered and changed votes are shown."""
STEEP_THICKNESS = 0.35
"""The greatest thickness of a steep band, as a share of the width of its column."""
STAR, STAR_SPACE, SPACE, FIRST_COUNT_SPACE, MIDDLE = 16, 44, 9, 84, 0.56
OWN, MOVED = 0.72, 0.42
"""The opacity of the bands of ballots that stay and of those that move."""


@dataclass(slots=True)
class FlowChart:
    """The lanes of all options, from the winner to the first one out, then exhausted ballots and vetoed options."""

    flows: Sequence[Flow]
    rounds_label: str
    heights: list[float] = field(init=False)
    scale: float = field(init=False)

    def __post_init__(self) -> None:
        self.scale = THICKNESS / max(1, sum(flow.votes[0] for flow in self.flows if flow.votes))
        self.heights = [max(LANE, max(flow.votes, default=0) * self.scale) for flow in self.flows]

    @property
    def height(self) -> float:
        """The height of the line of round numbers and all lanes."""
        return ROUNDS_HEIGHT + sum(self.heights) + LANE_GAP * (len(self.flows) - 1)

    @property
    def _rounds(self) -> int:
        return max(len(flow.votes) for flow in self.flows)

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw the round numbers and the bands, then the names and votes on top of the bands."""
        centres = [*self._centres(top + ROUNDS_HEIGHT)]
        self._write_rounds(sheet, top)
        colours = [_colour(sheet, index, flow) for index, flow in enumerate(self.flows)]
        for band in self._bands(centres):
            sheet.canvas.polygon(band.outline(), colours[band.source], OWN if band.is_own else MOVED)
        for index, flow in enumerate(self.flows):
            self._draw_lane(sheet, flow, centres[index], colours[index])

    def _centres(self, top: float) -> Iterator[float]:
        for height in self.heights:
            yield top + height / 2
            top += height + LANE_GAP

    @property
    def _column(self) -> float:
        """The distance between two rounds."""
        return (RIGHT - LEFT) / max(1, self._rounds - 1)

    def _x(self, index: int) -> float:
        return LEFT + self._column * index

    def _write_rounds(self, sheet: Sheet, top: float) -> None:
        sheet.text((MARGIN, top), self.rounds_label, ROUND_SIZE, DIM)
        step = 1 if self._column >= MIN_LABELLED_WIDTH else 2
        for index in range((self._rounds - 1) % step, self._rounds, step):
            number = str(index + 1)
            sheet.text((self._x(index) - text_width(number) * ROUND_SIZE / 2, top), number, ROUND_SIZE, DIM)

    def _bands(self, centres: Sequence[float]) -> Iterator["Band"]:
        """Yield the bands from round to round. Ballots that arrive in a lane go below those that stay in it."""
        for index in range(self._rounds - 1):
            arrived = {
                lane: centres[lane] - flow.votes[index + 1] * self.scale / 2 + flow.votes[index] * self.scale
                for lane, flow in enumerate(self.flows)
                if len(flow.votes) > index + 1
            }
            x = self._x(index) + NODE, self._x(index + 1) - NODE
            for lane, flow in enumerate(self.flows):
                thickness = flow.votes[index] * self.scale if len(flow.votes) > index else 0.0
                start = centres[lane] - thickness / 2
                if lane in arrived and thickness:
                    yield Band(lane, x, (centres[lane], arrived[lane] - thickness / 2), thickness, is_own=True)
                elif len(flow.votes) == index + 1:
                    for target, count in sorted(flow.moves):
                        moved = count * self.scale
                        yield Band(lane, x, (start + moved / 2, arrived[target] + moved / 2), moved)
                        start, arrived[target] = start + moved, arrived[target] + moved

    def _draw_lane(self, sheet: Sheet, flow: Flow, centre: float, colour: Colour) -> None:
        """Draw the label of a lane, then its nodes and their votes."""
        ink = colour if flow.is_winner else DIM if flow.is_rest or flow.is_out else PAPER
        indent = STAR_SPACE if flow.is_winner else 0
        if flow.is_winner:
            sheet.star((MARGIN + STAR, centre), STAR, colour)
        label = shorten(flow.label, LEFT - MARGIN - FIRST_COUNT_SPACE - indent, LABEL_SIZE)
        sheet.text((MARGIN + indent, centre - LABEL_SIZE * MIDDLE), label, LABEL_SIZE, ink)
        if flow.is_out:
            sheet.strike((MARGIN, centre), text_width(label) * LABEL_SIZE)
        for index, votes in enumerate(flow.votes):
            if votes or not flow.is_rest:
                self._draw_node(sheet, (self._x(index), centre), votes, colour)
                self._write_count(sheet, flow, index, centre, ink)

    def _draw_node(self, sheet: Sheet, place: Point, votes: int, colour: Colour) -> None:
        (x, y), half = place, max(votes * self.scale, THINNEST) / 2
        sheet.canvas.rectangle(x - NODE, y - half, x + NODE, y + half, colour)

    def _write_count(self, sheet: Sheet, flow: Flow, index: int, centre: float, ink: Colour) -> None:
        """Write votes beside their node in the first and last round, and where they changed if there is room."""
        votes, top, x = str(flow.votes[index]), centre - COUNT_SIZE * MIDDLE, self._x(index)
        if not index:
            sheet.text((x - NODE - SPACE - text_width(votes) * COUNT_SIZE, top), votes, COUNT_SIZE, ink)
        elif index == self._rounds - 1:
            sheet.text((x + NODE + SPACE, top), votes, COUNT_SIZE, ink)
        elif flow.votes[index] != flow.votes[index - 1] and self._column >= MIN_LABELLED_WIDTH:
            is_on_band = flow.is_winner and flow.votes[index] * self.scale > COUNT_SIZE
            write = sheet.text if is_on_band else sheet.outlined_text
            write((x + NODE + SPACE, top), votes, COUNT_SIZE, INK if is_on_band else PAPER)


class Band(Struct, frozen=True):
    """A band of ballots from one round to the next: the x of each end, and the y of its centre line there.

    The ballots come from the lane `source`; with `is_own`, they stay in it.
    """

    source: int
    x: tuple[float, float]
    y: tuple[float, float]
    thickness: float
    is_own: bool = False

    def outline(self) -> list[Point]:
        """Return the outline, level at both ends, and thin enough for its column where it is steep."""
        width, rise = self.x[1] - self.x[0], self.y[1] - self.y[0]
        upper: list[Point] = []
        lower: list[Point] = []
        for t in (step / STEPS for step in range(STEPS + 1)):
            x, y = self.x[0] + width * t, self.y[0] + rise * t * t * (3 - 2 * t)
            slope = rise * 6 * t * (1 - t)
            length = math.hypot(width, slope)
            across, down = -slope / length, width / length
            half = max(THINNEST, min(self.thickness, self.thickness * down + width * STEEP_THICKNESS * (1 - down))) / 2
            upper.append((self._clip(x - across * half), y - down * half))
            lower.append((self._clip(x + across * half), y + down * half))
        return [*upper, *reversed(lower)]

    def _clip(self, x: float) -> float:
        return min(max(x, self.x[0]), self.x[1])


def _colour(sheet: Sheet, index: int, flow: Flow) -> Colour:
    """Return a lane's colour: the winner's is light; each other option's is a blue that differs from its neighbours."""
    if flow.is_winner:
        return sheet.colours.light
    if flow.is_rest:
        return sheet.colours.shade(0.5, 0.3)
    colours = type(sheet.colours)(HUES[index * 3 % len(HUES)], 0.5, sheet.colours.light)
    return colours.shade((0.62, 0.5, 0.72)[index % 3], 1.2)
