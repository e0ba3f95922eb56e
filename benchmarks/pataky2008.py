"""Peak pressure against walking speed, by pixels and by ten regions: `python benchmarks/pataky2008.py [--write]`.

Makes the result of Pataky and others (2008) anew from the frames of their own 600 walks (jiku-data): prints the
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
from walks_on_one_foot import COLUMNS, LENGTH, MIDFOOT_PEAK, PIXEL, ROWS, WIDTH, Findings, findings, limit

DOCS = Path(__file__).parents[1] / "docs"
MOST = 0.5
"""Share of an area's pixels that must change significantly the one way to call a claim found."""
_ZOOM, _GAP = 6, 18
_CLAIMS = (
    ("rises under the rearfoot", "rearfoot", 1, ("heel_medial", "heel_lateral"), 1),
    ("rises under the distal forefoot, inner half", "distal forefoot, medial", 1, ("metatarsal_1", "metatarsal_2"), 1),
    (
        "rises under the distal forefoot, outer half",
        "distal forefoot, lateral",
        1,
        ("metatarsal_3", "metatarsal_4", "metatarsal_5"),
        1,
    ),
    ("falls by pixels in the midfoot, rises by regions", "midfoot, half next to the forefoot", -1, ("midfoot",), 1),
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
    """A table in Markdown; the first columns are words, the others numbers."""
    rule = "|" + "---|" * words + "---:|" * (len(head) - words)
    return "\n".join(["| " + " | ".join(head) + " |", rule, *("| " + " | ".join(line) + " |" for line in lines)])


def region_table(found: Findings) -> str:
    """Ten regions: slope, t, and how many people agree; and what their pixels say."""
    (over_walks, t_walks), (_, t_people) = found.regions, found.regions_over_people
    lines = []
    for number, region in enumerate(TEN):
        ts = [(person.region_lines[1][number], person.freedom(number)) for person in found.people]
        up = sum(t > limit(1, freedom) for t, freedom in ts if freedom > 0)
        down = sum(t < -limit(1, freedom) for t, freedom in ts if freedom > 0)
        rising, falling = found.shares((found.label == number) & found.counted)
        lines.append(
            [region.replace("_", " "), f"{over_walks[number]:.0f}", f"{t_walks[number]:.1f}", f"{t_people[number]:.1f}"]
            + [str(up), str(down), f"{100 * rising:.0f}", f"{100 * falling:.0f}"]
        )
    head = ["region", "slope, kPa per m/s", "t over walks", "t over people", "people: rises", "falls"]
    return table([*head, "% of its pixels that rise", "that fall"], lines)


def area_table(found: Findings) -> str:
    """Finer areas, by pixels alone."""
    slope, t = found.pixels
    t_people = found.pixels_over_people[1]
    lines = []
    for name, where in found.areas.items():
        rising, falling = found.shares(where)
        numbers = [slope[where].mean(), t[where].mean(), t_people[where].mean()]
        lines.append(
            [name, str(int(where.sum())), *(f"{number:.1f}" for number in numbers)]
            + [f"{100 * np.mean(t[where] < 0):.0f}", f"{100 * rising:.0f}", f"{100 * falling:.0f}"]
        )
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
        falls = [
            name.replace("_", " ")
            for place, (name, t) in enumerate(zip(TEN, person.region_lines[1], strict=True))
            if person.freedom(place) > 0 and t < -limit(1, person.freedom(place))
        ]
        lines.append(
            [person.name, " / ".join(means), f"{np.ptp(person.speed):.2f}", f"{person.mean('arch_index'):.2f}"]
            + [f"{person.mean('contact_area'):.0f}", f"{person.mean(MIDFOOT_PEAK):.0f}"]
            + [f"{person.correlation('second_force_peak'):+.2f}", f"{person.misfit:.2f}"]
            + [f"{by_pixel:.2f}", f"{by_region:.2f}", ", ".join(falls) or "none"]
        )
    head = ["person", "slow / normal / fast, m/s", "range, m/s", "arch index", "contact area, cm²"]
    head += ["place of the midfoot's peak, %", "push-off force with speed, r", "misfit"]
    return table([*head, "like the others, pixels", "like the others, regions", "regions that fall"], lines)


def text_map(found: Findings) -> str:
    """Side by side: what ten regions say of each pixel, and what the pixel says; inner side left, toes up."""
    by_region = found.regions[1][found.label]
    sides = [
        np.where(by_region > found.region_limit, "++", np.where(by_region < -found.region_limit, "--", " .")),
        np.where(found.pixels[1] > found.pixel_limit, "++", np.where(found.pixels[1] < -found.pixel_limit, "--", " .")),
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
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
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
        unlike=unlike(found),
    )


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
