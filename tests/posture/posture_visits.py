"""Synthetic visits in a compact form: what was entered and measured, and which rules apply or stay unsaid."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pedograph.measures.model import Measure
from pedograph.posture import (
    Examination,
    Fact,
    FactSettings,
    Findings,
    MeasuredRecording,
    MeasuredStep,
    Plate,
    derive_findings,
    facts_from_recordings,
)
from pedograph.posture.fields import SIDES, field_table
from pedograph.recording import Side

ALL_RULES = tuple(f"R{number}" for number in range(21))


@dataclass(frozen=True)
class Visit:
    """``applies`` and ``unsaid`` are rule ids, "R2-R5" for a range; every other rule does not apply."""

    name: str
    given: str
    applies: str
    unsaid: str


VISITS = (
    # ---- red flags and missing data
    Visit("nothing at all", "", "R1", "R0 R2-R20"),
    Visit("screened, nothing else", "ok", "R1", "R2-R20"),
    Visit("pain, not screened", "lbp", "", "R0 R2-R20"),
    Visit("not screened, markers disagree", "lbp fpi=8/2 plate", "R16 R6", "R0 R2-R5 R7-R15 R17-R20"),
    Visit("emergency", "ok flag=saddle_numbness lbp fpi=8/8", "R0", "R1-R20"),
    Visit("ticked before the list was done", "flag=fever", "R0", "R1-R20"),
    Visit("foot stop", "ok no_lbp flag=hot_swollen_foot fpi=8/2 plate", "R0 R16", "R1-R15 R17-R20"),
    Visit("flag holds no lunge", "ok flag=no_improvement lunge=12/8 cm", "R0 R14", "R1-R13 R15-R20"),
    Visit("no pain", "ok no_lbp", "", "R6 R7 R10 R11 R14 R16-R20"),
    Visit("pain only", "ok lbp", "", "R2-R20"),
    # ---- arch index
    Visit("arch index and pain", "ok lbp plate", "R16 R2", "R3-R15 R17-R20"),
    Visit("arch index, no pain", "ok no_lbp plate", "R16", "R6 R7 R10 R11 R14 R17-R20"),
    Visit("two steps of each foot", "ok lbp plate steps=2/2", "R16", "R2-R15 R17-R20"),
    Visit("two and one of another plate", "ok lbp plate steps=2/2 emed=1/1", "R16", "R2-R15 R17-R20"),
    Visit("enough steps beside another plate", "ok lbp plate emed=2/2", "R16 R2", "R3-R15 R17-R20"),
    Visit("the other plate has more", "ok lbp plate steps=2/2 emed=3/3", "R16 R2", "R3-R15 R17-R20"),
    Visit("two steps, added twice", "ok lbp plate steps=2/2 twice", "R16", "R2-R15 R17-R20"),
    Visit("five steps, added twice", "ok lbp plate twice", "R16 R2", "R3-R15 R17-R20"),
    Visit("one foot with enough steps", "ok lbp plate steps=5/1", "R16 R2", "R3-R15 R17-R20"),
    # ---- centre-of-pressure path
    Visit("woman", "ok lbp female age=62 plate matscan cpei=4/15", "R16 R2 R3 R6", "R5 R7-R15 R17-R20"),
    Visit("man", "ok lbp male age=62 plate matscan cpei=4/15", "R16 R2 R4 R6", "R5 R7-R15 R17-R20"),
    Visit("other sex", "ok lbp other age=62 plate matscan cpei=4/15", "R16 R2 R6", "R5 R7-R15 R17-R20"),
    Visit("sex not entered", "ok lbp age=62 plate matscan cpei=4/15", "R16 R2 R6", "R3-R5 R7-R15 R17-R20"),
    Visit("woman, path above", "ok lbp female age=62 plate matscan", "R16 R2", "R5 R7-R15 R17-R20"),
    Visit("man, path above", "ok lbp male age=62 plate matscan", "R16 R2", "R5 R7-R15 R17-R20"),
    Visit("girl", "ok lbp female age=12 plate matscan cpei=4/4", "R16 R2 R6", "R5 R7-R15 R17-R20"),
    Visit("woman, no age", "ok lbp female plate matscan cpei=4/4", "R16 R2 R6", "R3 R5 R7-R15 R17-R20"),
    Visit("woman, other plate", "ok lbp female age=62 plate cpei=4/4", "R16 R2", "R3 R5-R15 R17-R20"),
    Visit(
        "woman, four steps",
        "ok lbp female age=62 plate matscan cpei=4/4 steps=4/4",
        "R16 R2 R6",
        "R3 R5 R7-R15 R17-R20",
    ),
    Visit(
        "man, four steps",
        "ok lbp male age=62 plate matscan cpei=4/4 steps=4/4",
        "R16 R2 R6",
        "R4 R5 R7-R15 R17-R20",
    ),
    Visit("path not clear", "ok lbp female age=62 plate matscan cpei=7/7.5", "R16 R2", "R3 R5-R15 R17-R20"),
    Visit("woman, no pain", "ok no_lbp female age=62 plate matscan cpei=4/4", "R16 R6", "R7 R10 R11 R14 R17-R20"),
    # ---- foot posture and lordosis
    Visit("pronated and pain", "ok lbp fpi=8/2", "R5", "R2-R4 R6-R20"),
    Visit("six is pronated", "ok lbp fpi=0/6", "R5", "R2-R4 R6-R20"),
    Visit("five is not", "ok lbp fpi=5/5", "", "R2-R4 R6 R8-R20"),
    Visit("one foot scored, pronated", "ok lbp fpi=-/6", "R5", "R2-R4 R6-R20"),
    Visit("one foot scored, not pronated", "ok lbp fpi=2/-", "", "R2-R20"),
    Visit("pronated, lordosis, no pain", "ok no_lbp fpi=8/8 lordosis=50 cobb", "R7", "R6 R10 R11 R14 R16-R20"),
    Visit("pronated, lordosis, pain", "ok lbp fpi=8/8 lordosis=45 cobb", "R5 R7", "R2-R4 R6 R10-R20"),
    Visit("high lordosis", "ok lbp lordosis=70 cobb", "R8", "R2-R7 R10-R20"),
    Visit("low lordosis", "ok lbp lordosis=30 cobb", "R9", "R2-R7 R10-R20"),
    Visit("lordosis within", "ok lbp lordosis=60 cobb", "", "R2-R7 R10-R20"),
    Visit("lordosis, no method", "ok lbp lordosis=70", "", "R2-R20"),
    Visit("flexicurve has no shared range", "ok lbp lordosis=30 flexicurve", "", "R2-R20"),
    Visit("flexicurve, own range", "ok lbp lordosis=40 flexicurve range=20/35", "R8", "R2-R7 R10-R20"),
    Visit("half an own range", "ok lbp lordosis=70 cobb lordosis_range_low=20", "", "R2-R20"),
    Visit("lordosis, no pain", "ok no_lbp lordosis=70 cobb", "", "R6 R7 R10 R11 R14 R16-R20"),
    Visit("lordosis, pain not asked", "ok lordosis=70 cobb", "", "R2-R8 R10-R20"),
    # ---- markers of pronation
    Visit("flat print, neutral posture", "ok no_lbp plate ai=0.30/0.30 fpi=2/2", "R16 R6", "R10 R11 R14 R17-R20"),
    Visit("markers agree", "ok no_lbp plate ai=0.30/0.30 fpi=8/8", "R16", "R7 R10 R11 R14 R17-R20"),
    Visit("arch index at the cut", "ok no_lbp plate ai=0.262/0.262 fpi=8/8", "R16", "R6 R7 R10 R11 R14 R17-R20"),
    Visit("markers, two steps", "ok no_lbp plate ai=0.30/0.30 fpi=2/2 steps=2/2", "R16", "R6 R10 R11 R14 R17-R20"),
    Visit(
        "flat on the plate with more steps",
        "ok no_lbp plate steps=2/2 emed=3/3 emed_ai=0.30/0.30 fpi=2/2",
        "R16 R6",
        "R10 R11 R14 R17-R20",
    ),
    Visit(
        "flat on the plate with fewer steps",
        "ok no_lbp plate emed=3/3 emed_ai=0.30/0.30 fpi=2/2",
        "R16",
        "R10 R11 R14 R17-R20",
    ),
    # ---- ankle
    Visit("criteria met", "ok no_lbp criteria cait=20/29", "R10", "R6 R7 R11 R14 R16-R20"),
    Visit("criteria by IdFAI", "ok no_lbp criteria idfai=14/2", "R10", "R6 R7 R11 R14 R16-R20"),
    Visit("questionnaire negative", "ok no_lbp criteria cait=28/28", "", "R6 R7 R14 R16-R20"),
    Visit("surgery", "ok no_lbp criteria cait=20/29 leg_surgery=yes", "", "R6 R7 R14 R16-R20"),
    Visit("criteria not asked", "ok no_lbp cait=20/29", "", "R6 R7 R10 R11 R14 R16-R20"),
    Visit(
        "lateral load",
        "ok no_lbp criteria cait=20/29 plate calibrated balance=-12/0",
        "R10 R11",
        "R7 R14 R17-R20",
    ),
    Visit(
        "lateral within error",
        "ok no_lbp criteria cait=20/29 plate calibrated balance=-3/0",
        "R10",
        "R7 R14 R17-R20",
    ),
    Visit(
        "lateral load, two steps",
        "ok no_lbp criteria cait=20/29 plate calibrated balance=-12/0 steps=2/2",
        "R16 R10",
        "R7 R11 R14 R17-R20",
    ),
    Visit("CAIT 25 and pain", "ok lbp cait=25/30", "R12", "R2-R9 R13-R20"),
    Visit("CAIT 20 and pain", "ok lbp cait=20/30", "R12", "R2-R11 R13-R20"),
    Visit("CAIT 26 and pain", "ok lbp cait=26/30", "", "R2-R9 R13-R20"),
    Visit("CAIT 26, cut-off 27.5", "ok lbp cait=26/30 cait_cutoff=27.5", "R12", "R2-R9 R13-R20"),
    Visit("CAIT 25, no pain", "ok no_lbp cait=25/30", "", "R6 R7 R14 R16-R20"),
    Visit("12 weeks of pain", "ok lbp duration_weeks=12", "R13", "R2-R12 R14-R20"),
    Visit("6 weeks of pain", "ok lbp duration_weeks=6", "", "R2-R12 R14-R20"),
    Visit("not for a clinician", "ok lbp duration_weeks=12 layman", "", "R2-R12 R14-R20"),
    Visit("lunge differs, pain", "ok lbp lunge=12/9.5 cm", "R14", "R2-R13 R15-R20"),
    Visit("lunge differs by 2 cm", "ok no_lbp lunge=4.4/2.4 cm", "", "R6 R7 R10 R11 R16-R20"),
    Visit("lunge in degrees", "ok no_lbp lunge=34/40 deg", "R14", "R6 R7 R10 R11 R16-R20"),
    Visit("lunge, no method", "ok no_lbp lunge=12/8", "", "R6 R7 R10 R11 R14 R16-R20"),
    Visit("lunge, one side", "ok no_lbp lunge=12/- cm", "", "R6 R7 R10 R11 R14 R16-R20"),
    # ---- leg length and standing
    Visit("leg length and load", "ok lbp leg_length_difference=8 standing=12/6", "R15", "R2-R14 R16-R20"),
    Visit("load within error", "ok lbp leg_length_difference=8 standing=4/6", "", "R2-R14 R16-R20"),
    Visit("no standing recording", "ok lbp leg_length_difference=8", "", "R2-R20"),
    Visit("leg length of 3 mm", "ok lbp leg_length_difference=3", "", "R2-R14 R16-R20"),
    Visit("sway changed", "ok no_lbp comparable sway_area=120/50", "R17", "R6 R7 R10 R11 R14 R16 R18 R19"),
    Visit("sway fell", "ok no_lbp comparable sway_velocity=-3/1", "R17", "R6 R7 R10 R11 R14 R16 R18 R19"),
    Visit("sway within error", "ok no_lbp comparable sway_area=-20/50", "", "R6 R7 R10 R11 R14 R16 R18 R19"),
    # ---- before and after
    Visit("slower", "ok no_lbp comparable stance=14 sway_area=120/50", "R20", "R6 R7 R10 R11 R14 R16-R19"),
    Visit("faster", "ok no_lbp comparable stance=-14", "R20", "R6 R7 R10 R11 R14 R16-R19"),
    Visit("other shoes, all else unknown", "ok no_lbp footwear_differs=yes", "R20", "R6 R7 R10 R11 R14 R16-R19"),
    Visit("less pain", "ok lbp nprs_change=-3", "R18", "R2-R17 R20"),
    Visit("less pain by a third", "ok lbp nprs_change=-1 nprs_change_percent=-33", "R18", "R2-R17 R20"),
    Visit("a little less pain", "ok lbp nprs_change=-1", "", "R2-R17 R19 R20"),
    Visit("less disability", "ok lbp nprs_change=-1 odi_change=-12", "R18", "R2-R17 R20"),
    Visit("more pain", "ok lbp nprs_change=3", "", "R2-R17 R20"),
    Visit("print changed, pain did not", "ok lbp comparable plate_change=yes nprs_change=-1", "R19", "R2-R17"),
    Visit("print and pain changed", "ok lbp comparable plate_change=yes nprs_change=-3", "R18", "R2-R17"),
    Visit("neither changed", "ok lbp comparable plate_change=no nprs_change=-1", "", "R2-R17"),
    Visit(
        "print changed, other shoes",
        "ok lbp comparable footwear_differs=yes plate_change=yes nprs_change=-1",
        "R20",
        "R2-R17 R19",
    ),
)

_WORDS: dict[str, dict[str, str | bool]] = {
    "ok": {"red_flags_screened": True},
    "lbp": {"low_back_pain": True},
    "no_lbp": {"low_back_pain": False},
    "female": {"sex": "female"},
    "male": {"sex": "male"},
    "other": {"sex": "other"},
    "cm": {"lunge_method": "distance"},
    "deg": {"lunge_method": "angle"},
    "cobb": {"lordosis_method": "cobb"},
    "flexicurve": {"lordosis_method": "flexicurve"},
}
_CRITERIA = (
    "sprain_over_12_months",
    "sprain_with_lost_day",
    "last_injury_over_3_months",
    "giving_way",
    "recurrent_sprain",
    "feels_unstable",
)
_ALIASES = {"age": "age_years", "fpi": "fpi_total", "plate_change": "plate_change_beyond_mdc"}
_COMPARABLE = {
    "stance_time_change_percent": 3.0,
    "footwear_differs": False,
    "threshold_differs": False,
    "plate_differs": False,
}
_PLATE = {"steps": "5/5", "ai": "0.235/0.235", "cpei": "15/15", "balance": "0/0"}
_PLATE_WORDS = ("plate", "matscan", "calibrated", "twice")
_FOOTSCAN = Plate("footscan_plate", 7.62, 5.08)
_EMED = Plate("emed", 5.0, 5.0)


def expand(ids: str) -> list[str]:
    """ "R2-R4 R6" as R2, R3, R4, R6."""
    found: list[str] = []
    for part in ids.split():
        first, _, last = part.partition("-")
        found += [f"R{n}" for n in range(int(first[1:]), int((last or first)[1:]) + 1)]
    return found


def run(given: str) -> Findings:
    """The findings of a visit in the compact form."""
    words, pairs = _split(given)
    facts = _plate_facts(words, pairs) | _comparison_facts(words, pairs)
    return derive_findings(_examination(words, pairs), facts, clinician="layman" not in words)


def _split(given: str) -> tuple[list[str], dict[str, str]]:
    tokens = given.split()
    pairs = dict(token.split("=", 1) for token in tokens if "=" in token)
    return [token for token in tokens if "=" not in token], {_ALIASES.get(k, k): v for k, v in pairs.items()}


def _examination(words: list[str], pairs: dict[str, str]) -> Examination:
    examination = Examination()
    for word in words:
        for path, value in _WORDS.get(word, {}).items():
            examination = examination.with_value(path, value)
    if "criteria" in words:
        for path in ("leg_surgery", "leg_fracture", "leg_injury_recent"):
            examination = examination.with_value(path, False)
        for side in SIDES:
            for key in _CRITERIA:
                examination = examination.with_value(f"{side}.{key}", side == "left")
    if "flag" in pairs:
        examination = examination.with_value("red_flags_ticked", [pairs["flag"]])
    if "range" in pairs:
        low, high = pairs["range"].split("/")
        examination = examination.with_value("lordosis_range_low", float(low))
        examination = examination.with_value("lordosis_range_high", float(high))
    for key, text in pairs.items():
        field = field_table().get(key)
        for path, value in zip(field.paths, text.split("/"), strict=True) if field else ():
            if value != "-":
                examination = examination.with_value(path, _value(value))
    return examination


def _value(text: str) -> float | bool:
    return text == "yes" if text in ("yes", "no") else float(text)


def _plate_facts(words: list[str], pairs: dict[str, str]) -> dict[str, Fact]:
    if "plate" not in words:
        return {}
    recordings = [MeasuredRecording(_steps(pairs), _FOOTSCAN, "walk")] * (2 if "twice" in words else 1)
    if "emed" in pairs:
        of_emed = {"steps": pairs["emed"], "ai": pairs.get("emed_ai", _PLATE["ai"])}
        recordings.append(MeasuredRecording(_steps(of_emed), _EMED, "step"))
    calibrated = "calibrated" in words
    settings = FactSettings(
        device="MatScan" if calibrated or "matscan" in words else "",
        foot_balance_reference=0.0 if calibrated else None,
        foot_balance_mdc=5.0 if calibrated else None,
    )
    return facts_from_recordings(recordings, settings)


def _steps(pairs: dict[str, str]) -> tuple[MeasuredStep, ...]:
    chosen = {key: pairs.get(key, default).split("/") for key, default in _PLATE.items()}
    return tuple(
        MeasuredStep(
            Side(side), True, _measures(*(float(chosen[key][place]) for key in ("ai", "cpei", "balance")))
        )
        for place, side in enumerate(SIDES)
        for _ in range(int(chosen["steps"][place]))
    )


def _measures(arch_index: float, cpei: float, balance: float) -> dict[str, Measure]:
    return {
        "arch_index": Measure("arch_index", arch_index, "1", 0.005),
        "cpei": Measure("cpei", cpei, "%", 1.0),
        "foot_balance": Measure("foot_balance", balance, "%", 1.0),
        "contact_time": Measure("contact_time", 0.7, "s", 0.01),
    }


def _comparison_facts(words: list[str], pairs: dict[str, str]) -> dict[str, Fact]:
    values: dict[str, float | bool] = dict(_COMPARABLE) if "comparable" in words else {}
    if "stance" in pairs:
        values["stance_time_change_percent"] = float(pairs["stance"])
    if "standing" in pairs:
        size, mdc = pairs["standing"].split("/")
        values |= {"standing_load_difference": float(size), "standing_load_mdc": float(mdc)}
    for key in ("sway_area", "sway_velocity"):
        if key in pairs:
            change, mdc = pairs[key].split("/")
            values |= {f"{key}_change": float(change), f"{key}_mdc": float(mdc)}
    for key, text in pairs.items():
        if re.search(r"_(change|change_percent|differs|beyond_mdc)$", key):
            values[key] = _value(text)
    return {name: Fact(name, value) for name, value in values.items()}


def unknown_tokens(given: str) -> list[str]:
    """Tokens that the compact form does not know, so that a slip of the pen is seen."""
    words, pairs = _split(given)
    known = {*_WORDS, *_PLATE_WORDS, "criteria", "comparable", "layman"}
    keys = {
        *_PLATE,
        "emed",
        "emed_ai",
        "flag",
        "range",
        "stance",
        "standing",
        "sway_area",
        "sway_velocity",
        *field_table(),
    }
    changes = {key for key in pairs if re.search(r"_(change|change_percent|differs|beyond_mdc)$", key)}
    return [*(word for word in words if word not in known), *(key for key in pairs if key not in keys | changes)]
