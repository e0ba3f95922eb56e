"""A reference is chosen by whom and how, and a value's place in it is what its numbers can tell."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pedograph.measures.catalogue import catalogue
from pedograph.measures.reference.choice import Person, choose, choose_band, position
from pedograph.measures.reference.own import OwnPeople, own_reference
from pedograph.measures.reference.ranges import Citation, RangeError, ReferenceRange
from pedograph.workspace.tables.own_reference_files import own_references, save_own

SOURCE = Citation("Somebody 2001", "Somebody S. Something. 2001", "", verified=True)
PEOPLE = OwnPeople("staff without complaints", device="plate A", age=(20.0, 60.0))


def published(population: str = "adults", **fields: Any) -> ReferenceRange:
    """A reference with a band from 1 to 2 unless told otherwise."""
    given = {"low": 1.0, "high": 2.0, **fields}
    return ReferenceRange(population, "walking", SOURCE, True, **given)


def test_age_sex_task_and_speed_choose_among_references() -> None:
    women = published("women", sex="female", age=(20.0, 60.0), task="walk")
    men = published("men", sex="male", age=(20.0, 60.0), task="walk")
    old = published("old", age=(61.0, 99.0), task="walk")
    runners = published("runners", task="run", speed=(3.0, 4.0))
    every = [women, men, old, runners]
    assert choose(every, Person(30.0, "female", "walk")).reference is women
    assert choose(every, Person(30.0, "male", "walk")).reference is men
    assert choose(every, Person(70.0, "male", "walk")).reference is old
    assert choose(every, Person(30.0, "male", "run", 3.3)).reference is runners
    nobody = choose(every, Person(10.0, "male", "walk"))
    assert nobody.reference is None
    assert "61 to 99 years, this one is 10" in nobody.reason
    assert choose([runners], Person(task="run", speed=2.0)).reference is None


def test_the_last_year_of_an_age_range_belongs_to_it() -> None:
    children = published(age=(4.0, 16.0))
    assert choose([children], Person(16.9)).reference is children
    assert choose([children], Person(17.0)).reference is None


def test_what_is_not_known_is_said_and_children_are_not_guessed() -> None:
    adults, children = published(age=(18.0, 120.0), sex="female"), published(age=(4.0, 16.0))
    choice = choose([adults, children], Person())
    assert choice.reference is adults
    assert "not known whether it fits age and sex" in choice.reason
    assert "the age is not known" in choose([children], Person()).reason
    assert choose([], Person()).reference is None


def test_a_reference_bound_to_a_device_holds_for_no_other() -> None:
    bound = published(device="Tekscan MatScan", device_bound=True)
    assert choose([bound], Person(device="MatScan")).reference is bound
    assert choose([bound], Person(device="emed")).reference is None
    assert choose([bound], Person(device="Tekscan")).reference is None
    assert "holds for Tekscan MatScan only" in choose([bound], Person()).reason


def test_a_reference_of_another_device_is_never_chosen_in_silence() -> None:
    free, mine = published(device="novel emed-x 400"), own_reference([1.0, 1.5, 2.0], PEOPLE)
    assert choose([free], Person(device="emed-x 400")).reason == "Somebody 2001"
    for device in ("MatScan", ""):
        choice = choose([free], Person(device=device))
        assert choice.reference is free
        assert choice.reason.endswith("measured with novel emed-x 400")
    assert choose([mine], Person(device="plate A")).reference is mine
    assert "measured with plate A" in choose([mine], Person()).reason
    other = choose([mine], Person(device="plate B"))
    assert other.reference is None
    assert "your own was measured with plate A, this with plate B" in other.reason


def test_bands_are_the_users_own_first_and_it_is_said_why_they_are_not() -> None:
    mean_only = ReferenceRange("means", "walking", SOURCE, True, mean=1.0)
    stood, mine = published(task="stand"), own_reference([1.0, 1.5, 2.0], PEOPLE)
    assert choose_band([mean_only, stood], Person(), [mine]).reference is mine
    walker = Person(task="walk", device="plate B")
    assert choose_band([mean_only, stood], walker).reference is None
    other = choose_band([mean_only, stood], walker, [mine], any_task=True)
    assert other.reference is stood
    assert "plate A, this with plate B" in other.left_out
    assert choose_band([stood], walker, any_task=True).left_out == ""


def test_own_people_go_first_then_those_with_a_spread_then_the_checked() -> None:
    plain, spread = published(n=1000), published(mean=1.5, sd=0.2, n=10)
    unchecked = ReferenceRange("adults", "walking", SOURCE, False, low=1.0, high=2.0, n=5000)
    mine = own_reference([1.0, 1.5, 2.0], OwnPeople("mine"))
    assert choose([plain, unchecked], Person()).reference is plain
    assert choose([unchecked, plain, spread], Person()).reference is spread
    assert choose([spread, mine, plain], Person()).reference is mine


@pytest.mark.parametrize(("z", "percentile"), [(0.0, 50.0), (1.0, 84.134), (-1.959964, 2.5), (2.0, 97.725)])
def test_mean_and_spread_give_z_and_percentile(z: float, percentile: float) -> None:
    place = position(10.0 + 2.0 * z, published(mean=10.0, sd=2.0))
    assert place.z == pytest.approx(z)
    assert place.percentile == pytest.approx(percentile, abs=1e-3)
    assert "normally distributed" in place.words


def test_a_band_alone_gives_neither() -> None:
    for value, words in ((0.5, "below the band"), (1.5, "within the band"), (2.5, "above the band")):
        place = position(value, published())
        assert (place.z, place.percentile, place.words) == (None, None, words)
    mean_only = position(9.0, ReferenceRange("joggers", "jogging", SOURCE, True, mean=8.2))
    assert (mean_only.z, mean_only.percentile) == (None, None)
    assert "tells nothing" in mean_only.words


def test_where_the_people_themselves_are_known_no_distribution_is_assumed() -> None:
    skewed = own_reference(np.exp(np.linspace(0.0, 5.0, 99)), PEOPLE)
    middle = position(float(np.exp(2.5)), skewed)
    assert middle.percentile == pytest.approx(50.0)
    assert middle.z is not None and middle.z < -0.3
    beyond = position(1000.0, skewed)
    assert beyond.percentile is None
    assert "above percentile 97.5" in beyond.words


def test_the_prediction_interval_holds_the_next_person_in_95_of_100() -> None:
    random = np.random.default_rng(11)
    for n in (3, 8, 40):
        held = 0
        for _ in range(4000):
            *people, next_one = random.normal(20.0, 3.0, n + 1)
            mean, sd = float(np.mean(people)), float(np.std(people, ddof=1))
            reference = own_reference(people, PEOPLE)
            assert reference.band is not None
            assert (reference.mean, reference.sd) == pytest.approx((mean, sd))
            held += reference.band[0] <= next_one <= reference.band[1]
        assert held / 4000 == pytest.approx(0.95, abs=0.012), n


def test_of_three_people_the_interval_is_written_down() -> None:
    """t of two degrees of freedom is 4.3027: 2 -+ 4.3027 x 1 x sqrt(4/3)."""
    reference = own_reference([1.0, 2.0, 3.0], PEOPLE)
    reach = 4.30265 * math.sqrt(4.0 / 3.0)
    assert reference.band == pytest.approx((2.0 - reach, 2.0 + reach), abs=1e-4)
    assert [percent for percent, _ in reference.percentiles] == [25.0, 50.0, 75.0]
    assert [value for _, value in reference.percentiles] == pytest.approx([1.0, 2.0, 3.0])


def test_a_band_of_few_people_ends_where_the_measure_does() -> None:
    """Of three arch indices the prediction interval would reach from -0.10 to 0.60."""
    values = [0.17, 0.24, 0.33]
    assert own_reference(values, PEOPLE).band == pytest.approx((-0.1518, 0.6452), abs=1e-3)
    arch = own_reference(values, PEOPLE, catalogue()["arch_index"].possible)
    assert arch.band == pytest.approx((0.0, 0.6452), abs=1e-3)
    share = own_reference([60.0, 75.0, 90.0], PEOPLE, catalogue()["heel_off"].possible)
    assert share.band is not None and share.band[1] == 100.0
    angle = catalogue()["foot_progression_angle"].possible
    assert own_reference([1.0, 2.0, 3.0], PEOPLE, angle) == own_reference([1.0, 2.0, 3.0], PEOPLE)
    with pytest.raises(RangeError, match="is 24; it cannot be more than 1"):
        own_reference([0.2, 0.3, 24.0], PEOPLE, catalogue()["arch_index"].possible)
    with pytest.raises(RangeError, match="is -3; it cannot be less than 0"):
        own_reference([1.0, 2.0, -3.0], PEOPLE, catalogue()["peak_force"].possible)


@pytest.mark.parametrize(
    ("values", "message"),
    [([1.0, 2.0], "at least 3"), ([1.0, math.nan, 3.0], "not a finite"), ([2.0, 2.0, 2.0], "the same")],
)
def test_too_few_or_no_numbers_make_no_reference(values: list[float], message: str) -> None:
    with pytest.raises(RangeError, match=message):
        own_reference(values, PEOPLE)


def test_an_own_reference_is_kept_and_read_as_it_was(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEDOGRAPH_HOME", str(tmp_path))
    first = own_reference(np.linspace(0.18, 0.29, 30), PEOPLE)
    other = own_reference([0.2, 0.22, 0.25], OwnPeople('runners of the "club"', task="run", sex="female"))
    assert own_references() == {}
    save_own("arch_index", first)
    place = save_own("arch_index", other)
    assert place.parent.name == "reference_ranges"
    assert own_references() == {"arch_index": (first, other)}
    renewed = own_reference([0.21, 0.22, 0.26], PEOPLE)
    save_own("arch_index", renewed)
    assert own_references() == {"arch_index": (other, renewed)}


def test_what_cannot_be_kept_or_read_says_why(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEDOGRAPH_HOME", str(tmp_path))
    mine = own_reference([1.0, 2.0, 3.0], PEOPLE)
    with pytest.raises(RangeError, match='no measure "arch"'):
        save_own("arch", mine)
    with pytest.raises(RangeError, match="published ones come with the program"):
        save_own("arch_index", published())
    place = save_own("arch_index", mine)
    for text in ("[[ranges]", "ranges = 3", "[[ranges]]\nmeasure = 'arch_index'", "[[ranges]]\nlow = 1"):
        place.write_text(text, encoding="utf-8")
        with pytest.raises(RangeError, match=r"arch_index\.toml"):
            own_references()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"low": 3.0}, "lower end"),
        ({"age": (60.0, 20.0)}, "lower end"),
        ({"sd": 1.0}, "needs a mean"),
        ({"mean": 1.0, "sd": 0.0}, "above 0"),
        ({"task": "hop"}, "hop"),
        ({"sex": "men"}, "men"),
        ({"percentiles": ((5.0, 1.0), (5.0, 2.0))}, "do not rise"),
        ({"percentiles": ((5.0, 2.0), (50.0, 1.0))}, "do not rise"),
    ],
)
def test_a_reference_that_cannot_be_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(RangeError, match=message):
        published(**fields)


def test_published_ranges_are_chosen_by_what_they_hold_for() -> None:
    angle = catalogue()["foot_progression_angle"].references
    five = choose(angle, Person(age=5.0, task="walk")).reference
    assert five is not None and (five.mean, five.sd) == (2.8, 6.9)
    ten = choose(angle, Person(age=10.0, task="walk")).reference
    assert ten is not None and (ten.mean, ten.n) == (4.2, 400)
    assert choose(angle, Person(age=40.0)).reference is None
    phases = catalogue()["foot_flat_phase"].references
    assert choose(phases, Person(25.0, task="walk")).reference is None
    assert choose(phases, Person(25.0, task="run", speed=3.3)).reference is not None
    cpei = catalogue()["cpei"].references
    assert choose(cpei, Person(70.0, task="walk", device="emed")).reference is None
    assert choose(cpei, Person(70.0, task="walk", device="Tekscan MatScan")).reference is not None
    assert choose(catalogue()["arch_index"].references, Person(30.0, task="walk")).reference is None


def test_one_standard_deviation_of_the_children_is_what_their_band_says() -> None:
    """The abstract gives the mean and the band of two standard deviations."""
    whole = next(one for one in catalogue()["foot_progression_angle"].references if one.band)
    assert whole.mean is not None and whole.sd is not None
    assert whole.band == pytest.approx((whole.mean - 2 * whole.sd, whole.mean + 2 * whole.sd), abs=0.05)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"\xff\xfe", "it is no text in UTF-8"),
        (b"", "a field is missing"),
        (b"ranges = 3\n", "holds a value of another kind"),
        (b'[[ranges]]\nmeasure = "arch_index"\nmeen = 2.0\n', "has a name that is not known"),
        (b'[[ranges]]\nmeasure = "nothing"\n', "there is no measure nothing"),
        (b"no table", "at line 1"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_words(text: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "arch_index.toml").write_bytes(text)
    with pytest.raises(RangeError, match=rf"arch_index\.toml holds no reference ranges.*{said}"):
        own_references(tmp_path)
