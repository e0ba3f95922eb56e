"""Peak pressure against walking speed, by pixels and by ten regions: `python benchmarks/pataky2008.py [--write]`.

Makes the result of Pataky and others (2008) again from the frames of their own 600 walks (jiku-data): prints the
tables and the map and, with --write, puts them into docs/pataky-2008.md and docs/pataky-2008.png."""

from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path

import numpy as np

from pedograph.anatomy.regions import TEN
from pedograph.recording import FloatArray

sys.path.insert(0, str(Path(__file__).parent))
from walks_on_one_foot import AT_HEEL, COLUMNS, LENGTH, PIXEL, ROWS, WIDTH, Findings, Person, findings

DOCS = Path(__file__).parents[1] / "docs"
MOST = 0.5
"""Share of an area's pixels that must change significantly the one way to call a claim found."""
_ZOOM, _GAP = 6, 18
_CLAIMS = (
    ("rises under the rearfoot", "rearfoot", 1, ("heel_medial", "heel_lateral"), 1),
    (
        "rises under the distal forefoot, inner half",
        "distal forefoot, medial",
        1,
        ("metatarsal_1", "metatarsal_2"),
        1,
    ),
    (
        "rises under the distal forefoot, outer half",
        "distal forefoot, lateral",
        1,
        ("metatarsal_3", "metatarsal_4", "metatarsal_5"),
        1,
    ),
    (
        "falls by pixels in the midfoot, rises by regions",
        "midfoot, half next to the forefoot",
        -1,
        ("midfoot",),
        1,
    ),
    (
        "falls by pixels in the medial proximal forefoot, rises by regions",
        "proximal forefoot, medial",
        -1,
        ("metatarsal_1", "metatarsal_2"),
        1,
    ),
)
"""What the paper says; the area and the sign by pixels; the regions and the sign by regions."""


def table(head: list[str], lines: list[list[str]], words: int = 1) -> str:
    """A table in Markdown; the first columns are words, the others numbers.

    Raises
    ------
    ValueError
        If a line has not as many cells as the head.
    """
    if any(len(line) != len(head) for line in lines):
        raise ValueError("a line of the table has not as many cells as its head.")
    rule = "|" + "---|" * words + "---:|" * (len(head) - words)
    return "\n".join(["| " + " | ".join(head) + " |", rule, *("| " + " | ".join(line) + " |" for line in lines)])


def region_table(found: Findings) -> str:
    """Ten regions: slope, t, and how many people agree; and what their pixels say."""
    (over_walks, t_walks), (_, t_people) = found.regions, found.regions_over_people
    lines = []
    for number, region in enumerate(TEN):
        directions = [person.direction(number) for person in found.people]
        up, down = directions.count(1), directions.count(-1)
        rising, falling = found.shares((found.label == number) & found.counted)
        numbers = [f"{over_walks[number]:.0f}", f"{t_walks[number]:.1f}", f"{t_people[number]:.1f}"]
        shares = [f"{100 * rising:.0f}", f"{100 * falling:.0f}"]
        lines.append([_words(region), *numbers, str(up), str(down), *shares])
    head = ["region", "slope, kPa per m/s", "t over walks", "t over people", "people: rises", "falls"]
    return table([*head, "% of its pixels that rise", "that fall"], lines)


def area_table(found: Findings) -> str:
    """Finer areas, by pixels alone."""
    slope, t = found.pixels
    t_people = found.pixels_over_people[1]
    lines = []
    for name, where in found.areas.items():
        rising, falling = found.shares(where)
        numbers = [f"{value[where].mean():.1f}" for value in (slope, t, t_people)]
        shares = [f"{100 * share:.0f}" for share in (np.mean(t[where] < 0), rising, falling)]
        lines.append([name, str(int(where.sum())), *numbers, *shares])
    head = ["area", "pixels", "mean slope, kPa per m/s", "mean t over walks", "mean t over people"]
    return table([*head, "% below 0", "% that rise", "% that fall"], lines)


def claim_table(found: Findings) -> str:
    """What the paper found, and whether we do."""
    lines = []
    for text, area, by_pixel, regions, by_region in _CLAIMS:
        shares = dict(zip((1, -1), found.shares(found.areas[area]), strict=True))
        mean = float(found.pixels[1][found.areas[area]].mean())
        pixels = "yes" if shares[by_pixel] > MOST else "in part" if np.sign(mean) == by_pixel else "no"
        ts = [by_region * found.regions[1][TEN.index(region)] for region in regions]
        held = sum(t > found.region_limit for t in ts)
        whole = "yes" if held == len(ts) else f"{held} of {len(ts)}" if held else "no"
        told = f"{pixels} ({100 * shares[by_pixel]:.0f} % of pixels significant)"
        lines.append([text, told, f"{whole} (t {', '.join(f'{by_region * t:.1f}' for t in ts)})"])
    return table(["peak pressure ...", "found by pixels", "found by regions"], lines, words=3)


def people_table(found: Findings) -> str:
    """Each person: speeds, foot, and how like the others his changes are."""
    lines = []
    for number, person in enumerate(found.people):
        means = [f"{person.speed[person.condition == one].mean():.2f}" for one in (1, 2, 3)]
        by_pixel, by_region = found.likeness(number)
        speed = [" / ".join(means), f"{np.ptp(person.speed):.2f}"]
        foot = [
            f"{person.mean('arch_index'):.2f}",
            *(f"{person.mean(key):.0f}" for key in ("contact_area", AT_HEEL)),
        ]
        push = f"{person.correlation('second_force_peak'):+.2f}"
        alike = [f"{person.misfit:.2f}", f"{by_pixel:.2f}", f"{by_region:.2f}"]
        lines.append([person.name, *speed, *foot, push, *alike, ", ".join(_falling(person)) or "none"])
    head = ["person", "slow / normal / fast, m/s", "range, m/s", "arch index", "contact area, cm²"]
    head += ["midfoot's peak at the heel, % of walks", "push-off force with speed, r", "misfit"]
    return table([*head, "like the others, pixels", "like the others, regions", "regions that fall"], lines)


def _words(region: str) -> str:
    return region.replace("toes_2_5", "toes 2 to 5").replace("_", " ")


def _falling(person: Person) -> list[str]:
    """Regions of a person whose peak falls significantly."""
    return [_words(name) for place, name in enumerate(TEN) if person.direction(place) < 0]


def text_map(found: Findings) -> str:
    """Side by side: what ten regions say of each pixel, and what the pixel says; medial side left, toes up."""
    by_region = found.regions[1][found.label]
    sides = [
        np.where(by_region > found.region_limit, "++", np.where(by_region < -found.region_limit, "--", " .")),
        np.where(
            found.pixels[1] > found.pixel_limit, "++", np.where(found.pixels[1] < -found.pixel_limit, "--", " .")
        ),
    ]
    sides = [np.where(found.counted, side, "  ") for side in sides]
    used = np.flatnonzero(found.counted.any(axis=1))
    rows = ["   ".join("".join(side[row]) for side in sides).rstrip() for row in range(used[-1], used[0] - 1, -1)]
    return "\n".join(["ten regions" + " " * (2 * COLUMNS - 8) + "pixels", *rows])


def picture(found: Findings) -> bytes:
    """A PNG of three feet: mean peak pressure, what ten regions say, what the pixels say."""
    mean = np.mean([person.images.mean(axis=0) for person in found.people], axis=0)
    dark = np.clip(mean / np.quantile(mean[found.counted], 0.98), 0, 1)
    feet = [
        np.repeat(255 - 225 * dark[..., None], 3, axis=2),
        _coloured(found.regions[1][found.label], found.region_limit),
        _coloured(found.pixels[1], found.pixel_limit),
    ]
    feet = [np.where(found.counted[..., None], foot, 255.0)[::-1] for foot in feet]
    large = [np.kron(foot, np.ones((_ZOOM, _ZOOM, 1))) for foot in feet]
    gap = np.full((ROWS * _ZOOM, _GAP, 3), 255.0)
    return png(np.concatenate([large[0], gap, large[1], gap, large[2]], axis=1))


def _coloured(t: FloatArray, least: float) -> FloatArray:
    """Red where t is above the limit, blue where below, grey between; the darker the farther."""
    depth = np.clip((np.abs(t) - least) / 20.0, 0.0, 1.0)[..., None]
    rise = np.array([250.0, 190.0, 170.0]) * (1 - depth) + np.array([165.0, 15.0, 20.0]) * depth
    fall = np.array([175.0, 205.0, 245.0]) * (1 - depth) + np.array([10.0, 50.0, 150.0]) * depth
    return np.where((t > least)[..., None], rise, np.where((t < -least)[..., None], fall, 222.0))


def png(image: FloatArray) -> bytes:
    """An image [row, column, colour] of 0 to 255 as a PNG."""
    rows, columns, _ = image.shape
    lines = np.zeros((rows, 1 + 3 * columns), dtype=np.uint8)
    lines[:, 1:] = image.round().astype(np.uint8).reshape(rows, -1)
    header = struct.pack(">IIBBBBB", columns, rows, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(lines.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def unlike(found: Findings) -> str:
    """Who is unlike the rest, and what goes with it."""
    alike = [found.likeness(number) for number in range(len(found.people))]
    number = int(np.argmin([by_region for _, by_region in alike]))
    person = found.people[number]
    third = TEN.index("metatarsal_3")
    push = [one.correlation("second_force_peak") for one in found.people]
    ball = [one.region_correlation(third) for one in found.people]
    flattest = max(found.people, key=lambda one: one.mean("arch_index"))
    highest = min(found.people, key=lambda one: one.mean("arch_index"))
    return _UNLIKE.format(
        name=person.name,
        alike=alike[number][1],
        others=sorted(by_region for _, by_region in alike)[1],
        falls=", ".join(_falling(person)) or "none",
        push=push[number],
        forces=" / ".join(
            f"{np.nanmean(person.measures['second_force_peak'][person.condition == one]):.0f}" for one in (1, 2, 3)
        ),
        rising=sum(one > 0 for one in push),
        follows=float(np.corrcoef(push, ball)[0, 1]),
        speed=np.ptp(person.speed),
        area=person.mean("contact_area"),
        least=min(by_pixel for by_pixel, _ in alike),
        most=max(by_pixel for by_pixel, _ in alike),
        flat=flattest.name,
        flat_index=flattest.mean("arch_index"),
        flat_place=flattest.mean(AT_HEEL),
        high=highest.name,
        high_index=highest.mean("arch_index"),
        high_misfit=highest.misfit,
        low_force=min(one.mean("peak_force") for one in found.people),
        high_force=max(one.mean("peak_force") for one in found.people),
    )


def page(found: Findings) -> str:
    """docs/pataky-2008.md."""
    return _PAGE.format(
        walks=found.walks,
        people=len(found.people),
        pixels=int(found.counted.sum()),
        pixel_limit=found.pixel_limit,
        region_limit=found.region_limit,
        pixel=PIXEL,
        length=LENGTH,
        width=WIDTH,
        heel=100 * np.mean([person.heel_first for person in found.people]),
        claims=claim_table(found),
        regions=region_table(found),
        areas=area_table(found),
        table=people_table(found),
        at_heel=np.mean([person.mean(AT_HEEL) for person in found.people]),
        inner=100 * found.distal_peaks("metatarsal_1", "metatarsal_2"),
        outer=100 * found.distal_peaks("metatarsal_5"),
        toeless=sum(person.without_toes for person in found.people),
        unlike=unlike(found),
    )


_PAGE = """# Peak pressure and walking speed: Pataky and others (2008) recreated

`python benchmarks/pataky2008.py --write` writes this page from the frames of {walks} walks of {people} people at
three speeds (jiku-data, SpeedPP2DS; 500 Hz). The paper (Journal of Biomechanics 41:1987-1994,
doi:10.1016/j.jbiomech.2008.03.034) found in them: peak pressure rises with walking speed under the rearfoot and
the distal forefoot, by ten regions and by pixels; in the midfoot and the medial proximal forefoot the regions
rise while the pixels fall (p < 5e-5). We find:

{claims}

![Three feet: mean peak pressure; what ten regions say; what the pixels say](pataky-2008.png)

Heel below, medial side on the left. Left: mean peak pressure. Middle: the change of each region's peak, painted
on all its pixels. Right: the change of each pixel's own peak. Red rises with speed, blue falls, grey is not
significant.

Not found as the paper has it: in the midfoot few pixels fall significantly, though most have the sign, and under
the outer metatarsal heads little changes at all. Both the regions' borders and the way from foot to foot are
ours, not the paper's, and several of these ten feet leave hardly any print in the midfoot.

## What was done

- Each walk is analysed as any recording is; its peak image is laid rigidly (a turn, two shifts, least squares)
  on the person's walk of middle speed, then on the mean of what came of that.
- From person to person the foot frame is scaled along and across to one foot of {length:.0f} mm without toes
  and {width:.0f} mm across the forefoot, in pixels of {pixel:.0f} mm. This is simpler than a registration
  across people: toes do not all lie on toes.
- Each pixel, and the largest pressure of each region, is regressed on the measured speed (m/s). "Over walks":
  one slope for all, each person with a mean of his own; significant from |t| = {pixel_limit:.2f} for one of
  {pixels} pixels and {region_limit:.2f} for one of ten regions (5 %, Bonferroni). "Over people": the mean of
  the people's slopes against their spread, the stricter question of whether it holds for other people too.
- A pixel counts where six people load it in at least half of their walks. A claim is found by pixels where more
  than half of the area's pixels are significant, "in part" where the mean t has the sign.
- In {toeless} walks no toe can be distinguished from the forefoot; they count by pixels, not by regions.
- The data state neither unit nor cell size: kPa and 5.08 mm are assumed. No sign and no t depends on the unit.

## Ten regions

{regions}

## Finer areas, by pixels

The halves of the midfoot meet at 1/2, those of the forefoot at 5/6 of the foot without toes.

{areas}

A region's peak is that of its highest pixel. In the midfoot this pixel lies at the heel's border in
{at_heel:.0f} % of the walks; under the first two metatarsals it lies in the distal half in {inner:.0f} %, under
the fifth in {outer:.0f} %. The region rises with this pixel while others of its pixels fall.

## Each person

"Like the others": correlation of the person's t with the mean t of the others. "Midfoot's peak at the heel":
within 5 % of the foot's length of the heel third. "Misfit": root mean square difference from the template as a
share of the template's own. The first contact is of the heel in {heel:.0f} % of the walks.

{table}

{unlike}
"""

_UNLIKE = """By regions **{name}** is unlike the rest (r = {alike:.2f}; the next is at {others:.2f}): regions that
fall with speed are {falls}. Range of speeds ({speed:.2f} m/s), contact area ({area:.0f} cm²), first contact
and unit are nothing out of the way. What differs is the push-off:
its second force peak falls with speed ({forces} N slow
/ normal / fast, r = {push:+.2f}), where that of {rising} people rises. Over all people the third metatarsal
follows the push-off force (the two correlations with speed correlate by {follows:.2f}), so this forefoot agrees
with the force that it carries.

Two more stand out. {flat} has the flattest foot (arch index {flat_index:.2f}): its midfoot peak lies at the
heel's border in {flat_place:.0f} % of the walks only, and falls, as the pixels do. {high} has next to no midfoot
print (arch index {high_index:.2f}) and the largest misfit ({high_misfit:.2f}), as its pressures change most with
speed.

By pixels nobody stands apart (r from {least:.2f} to {most:.2f}). Mean peak forces of {low_force:.0f} to
{high_force:.0f} N are about half of what adults' feet make, so the unit is not kPa or the cells are larger.
Their ratio is one that body masses can explain; the masses are not in the data."""


def main() -> None:
    """Print tables and map; with --write, put them into docs."""
    found = findings()
    print(page(found))
    print(text_map(found))
    if "--write" in sys.argv:
        (DOCS / "pataky-2008.md").write_text(page(found), encoding="utf-8")
        (DOCS / "pataky-2008.png").write_bytes(picture(found))


if __name__ == "__main__":
    main()
