"""Playing a stance keeps the time that really passes, whatever the frames are."""

from __future__ import annotations

import numpy as np
import pytest

from pedograph.workspace.playback import SPEEDS, Playback

TIMES = np.array([0.0, 0.01, 0.02, 0.05, 0.06, 0.10])


@pytest.fixture
def playback() -> Playback:
    made = Playback()
    made.load(TIMES + 3.0)
    made.set_speed(1.0)
    return made


def test_times_count_from_the_first_and_the_peak_image_is_shown_first(playback: Playback) -> None:
    np.testing.assert_allclose(playback.times, TIMES)
    assert playback.frame is None
    assert playback.duration == pytest.approx(0.10)


def test_playing_skips_frames_to_keep_the_time(playback: Playback) -> None:
    playback.toggle()
    assert playback.frame == 0
    playback.advance(0.055)
    assert playback.frame == 3
    playback.advance(0.004)
    assert playback.frame == 3, "the next frame comes at 0.06 s"
    playback.advance(0.002)
    assert playback.frame == 4


def test_slow_motion_takes_longer(playback: Playback) -> None:
    playback.set_speed(0.1)
    playback.toggle()
    playback.advance(0.3)
    assert playback.time == pytest.approx(0.02)


def test_a_loop_begins_again_and_without_one_it_stops_at_the_end(playback: Playback) -> None:
    playback.toggle()
    playback.advance(0.115)
    assert (playback.playing, playback.frame) == (True, 1)
    playback.set_loop(False)
    playback.advance(0.5)
    assert (playback.playing, playback.frame) == (False, 5)


def test_playing_from_the_end_begins_at_the_start(playback: Playback) -> None:
    playback.seek(5)
    playback.toggle()
    assert playback.frame == 0


@pytest.mark.parametrize(
    ("start", "by", "frame"), [(None, 1, 0), (None, -1, 5), (2, 10, 5), (2, -10, 0), (2, 1, 3)]
)
def test_steps_stay_within_the_stance(playback: Playback, start: int | None, by: int, frame: int) -> None:
    if start is not None:
        playback.seek(start)
    playback.step(by)
    assert playback.frame == frame


def test_a_step_stops_playing(playback: Playback) -> None:
    playback.toggle()
    playback.step(1)
    assert not playback.playing


def test_seeking_a_time_finds_the_nearest_frame(playback: Playback) -> None:
    playback.seek_time(0.047)
    assert playback.frame == 3
    playback.seek_time(99.0)
    assert playback.frame == 5


def test_it_tells_only_of_frames_that_are_others(playback: Playback) -> None:
    told: list[int | None] = []
    playback.moved.connect(lambda: told.append(playback.frame))
    playback.seek(2)
    playback.seek(2)
    playback.show_peak()
    playback.show_peak()
    assert told == [2, None]


def test_a_recording_without_frames_does_not_play() -> None:
    playback = Playback()
    playback.toggle()
    playback.step(1)
    playback.seek_time(1.0)
    playback.advance(1.0)
    assert (playback.playing, playback.frame, playback.duration) == (False, None, 0.0)
    assert playback.speed in SPEEDS
