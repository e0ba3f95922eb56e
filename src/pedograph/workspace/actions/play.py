"""Actions of the menu Play."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pedograph.workspace.actions.model import Action, can_play, on_scan
from pedograph.workspace.model import Workspace
from pedograph.workspace.playback import SPEEDS


def _speed(by: int) -> Callable[[Workspace], None]:
    def run(workspace: Workspace) -> None:
        place = min(range(len(SPEEDS)), key=lambda number: abs(SPEEDS[number] - workspace.playback.speed))
        workspace.playback.set_speed(SPEEDS[min(max(place + by, 0), len(SPEEDS) - 1)])

    return run


PLAY: Final = (
    Action(
        "play.toggle",
        "Play",
        "Space",
        "Play",
        "Play the stance, or stop",
        can_play,
        lambda workspace: workspace.playback.toggle(),
        lambda workspace: workspace.playback.playing,
        icon="play",
    ),
    Action(
        "play.next",
        "Next frame",
        "Right",
        "Play",
        "Go one frame on",
        can_play,
        lambda workspace: workspace.playback.step(1),
        icon="next",
    ),
    Action(
        "play.previous",
        "Previous frame",
        "Left",
        "Play",
        "Go one frame back",
        can_play,
        lambda workspace: workspace.playback.step(-1),
        icon="previous",
    ),
    Action(
        "play.ten_on",
        "Ten frames on",
        "Shift+Right",
        "Play",
        "Go ten frames on",
        can_play,
        lambda workspace: workspace.playback.step(10),
    ),
    Action(
        "play.ten_back",
        "Ten frames back",
        "Shift+Left",
        "Play",
        "Go ten frames back",
        can_play,
        lambda workspace: workspace.playback.step(-10),
    ),
    Action(
        "play.first",
        "First frame",
        "Home",
        "Play",
        "Go to first contact",
        can_play,
        lambda workspace: workspace.playback.seek(0),
        icon="first",
    ),
    Action(
        "play.last",
        "Last frame",
        "End",
        "Play",
        "Go to last contact",
        can_play,
        lambda workspace: workspace.playback.seek(workspace.playback.times.size - 1),
        icon="last",
    ),
    Action(
        "play.peak",
        "Peak image",
        "P",
        "Play",
        "Show the highest pressure of each cell over the whole stance",
        on_scan,
        lambda workspace: workspace.playback.show_peak(),
        lambda workspace: workspace.playback.frame is None,
        icon="peak",
        separated=True,
    ),
    Action(
        "play.loop",
        "Loop",
        "L",
        "Play",
        "Begin again at the end",
        can_play,
        lambda workspace: workspace.playback.set_loop(not workspace.playback.loop),
        lambda workspace: workspace.playback.loop,
        icon="loop",
    ),
    Action("play.faster", "Faster", "+", "Play", "Play faster", can_play, _speed(1)),
    Action("play.slower", "Slower", "-", "Play", "Play slower", can_play, _speed(-1)),
)
