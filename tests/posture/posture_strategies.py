"""Any examination and any facts, for properties that have to hold for all of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from pedograph.posture import Examination, Fact, examination_fields, red_flags
from pedograph.posture.examination import FPI_ITEMS
from pedograph.posture.fact_table import FactDefinition, fact_table
from pedograph.posture.fields import SIDES, ExaminationField


def _values(field: ExaminationField) -> st.SearchStrategy[Any]:
    if field.kind == "yes_no":
        return st.booleans()
    if field.kind == "flags":
        keys = [flag.key for flag in red_flags()]
        return st.one_of(st.just(()), st.lists(st.sampled_from(keys), max_size=3))
    if field.kind == "choice":
        return st.sampled_from([option.value for option in field.options])
    low, high = int(field.low or 0), int(field.high or 0)
    whole = st.integers(low, high)
    return whole if field.kind == "integer" else st.one_of(whole, st.floats(low, high))


_VALUES = {path: st.one_of(st.none(), _values(field)) for field in examination_fields() for path in field.paths}


@st.composite
def examinations(draw: st.DrawFn) -> Examination:
    """An examination in which each field is filled or not; what contradicts another entry is taken out."""
    drawn: dict[str, Any] = draw(st.fixed_dictionaries(_VALUES))
    if drawn["lordosis_range_high"] is not None and drawn["lordosis_range_low"] is not None:
        ends = sorted((drawn["lordosis_range_low"], drawn["lordosis_range_high"]))
        drawn["lordosis_range_low"], drawn["lordosis_range_high"] = ends
    for side in SIDES:
        if all(drawn[f"{side}.{key}"] is not None for key in FPI_ITEMS):
            drawn[f"{side}.fpi_total"] = None
        if drawn["lunge_method"] == "distance" and drawn[f"{side}.lunge"] is not None:
            drawn[f"{side}.lunge"] = min(drawn[f"{side}.lunge"], 30.0)
    feet = {side: {k.partition(".")[2]: v for k, v in drawn.items() if k.startswith(side)} for side in SIDES}
    own = {key: value for key, value in drawn.items() if "." not in key}
    return Examination.from_dict({"version": 1, **own, **feet})


def _fact_values(definition: FactDefinition) -> st.SearchStrategy[Any]:
    if definition.kind == "yes_no":
        return st.booleans()
    if definition.kind == "word":
        return st.sampled_from(list(definition.words))
    if definition.kind == "text":
        return st.just("Record at least 3 complete steps of the left foot: it has 2.")
    return st.one_of(st.integers(-50, 50).map(float), st.floats(-1e3, 1e3))


@st.composite
def measured_facts(draw: st.DrawFn) -> dict[str, Fact]:
    """Facts that no form gives: those of the plate and of a comparison, each there or not."""
    facts: dict[str, Fact] = {}
    for name, definition in fact_table().items():
        if definition.definition or (definition.fields and not definition.missing):
            continue
        for side in SIDES if definition.part else ("",):
            value = draw(st.one_of(st.none(), _fact_values(definition)))
            number = definition.kind == "number" and value is not None
            error = draw(st.one_of(st.none(), st.floats(1e-4, 10))) if number else None
            fact = Fact(name, value, side, uncertainty=error)
            facts[fact.key] = fact
    return facts
