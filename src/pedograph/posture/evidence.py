"""The studies for and against the notes: what each really is, its size, its limits, and what was read of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from pedograph.posture.tables import ResourceError, build, read_folder

DIRECTIONS: Final = ("for", "against", "mixed", "neutral")
STRENGTHS: Final = ("very low", "low", "moderate", "high", "consensus")
_INITIALS: Final = re.compile(r" [A-Z]{1,3}$")
READ: Final = {
    "abstract": "Only its abstract was read, not the whole paper",
    "title": "Only its title was read",
    "reference list": "It was only seen in another paper's list of references",
    "summary": "Only a summary of it was read",
    "no": "It was not read",
}
"""What of a study was read, and how to say so."""
_CALLED: Final = {
    "authors": "the authors",
    "year": "the year",
    "title": "the title",
    "journal": "the journal",
    "volume": "the volume number",
    "doi": "the web address (DOI)",
    "n": "how many people took part",
    "population": "who took part",
    "finding": "what was found",
    "limits": "its limits",
}


@dataclass(frozen=True)
class EvidenceRecord:
    """One study.

    Parameters
    ----------
    id : str
        Key by which rules name it ("menz2013").
    claim, group : str
        The claim that ``direction`` speaks to, and the key of the group of studies on it.
    authors, title, journal, volume, doi, pmid, pmcid : str
        Where it is found; empty where not known.
    year : int, optional
        Year of publication.
    design : str
        What it really is ("case series", "cross-sectional", "randomised trial").
    n : int, optional
        People studied.
    population, finding, limits : str
        Who, what was found, and what that leaves open.
    direction : str
        "for", "against", "mixed" or "neutral" to the claim.
    strength : str
        Word for how much it carries for the claim, set by Pedograph after GRADE's words.
    verified : str
        What of it was read: "abstract", "title", "reference list", "summary" or "no".
    unverified : tuple of str
        Fields that were not read in any source.
    cluster : str
        Research group that several of the studies share; they are no independent replications.
    """

    id: str
    claim: str
    group: str
    authors: str
    design: str
    population: str
    finding: str
    limits: str
    direction: str
    strength: str
    verified: str
    year: int | None = None
    n: int | None = None
    title: str = ""
    journal: str = ""
    volume: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    unverified: tuple[str, ...] = ()
    cluster: str = ""

    @property
    def citation(self) -> str:
        """Short citation ("Menz and others 2013, Rheumatology")."""
        others = self.authors.endswith(" and others")
        names = [_INITIALS.sub("", name) for name in self.authors.removesuffix(" and others").split(", ")]
        many = others or len(names) > 2
        dated = f"{names[0]} and others" if many else " and ".join(names)
        dated = f"{dated} {self.year}" if self.year else dated
        return f"{dated}, {self.journal}" if self.journal and self.journal != self.authors else dated

    @property
    def reading_words(self) -> str:
        """What of it was read and what was not checked, in sentences."""
        if not self.unverified:
            return f"{READ[self.verified]}."
        return f"{READ[self.verified]}. Not checked: {', '.join(_CALLED[name] for name in self.unverified)}."

    @property
    def link(self) -> str:
        """Address of the publication; empty where it has no identifier."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmcid:
            return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.pmcid}/"
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else ""


@cache
def evidence() -> Mapping[str, EvidenceRecord]:
    """Every study by its id, in the order of the files.

    Raises
    ------
    ResourceError
        If a record does not hold together or an id stands twice.
    """
    found: dict[str, EvidenceRecord] = {}
    for place, table in read_folder("evidence"):
        for entry in table["study"]:
            record = _record(table, entry, f"{place}, study {entry.get('id')}")
            if record.id in found:
                raise ResourceError(f"{place}: the study {record.id} stands twice.")
            found[record.id] = record
    return MappingProxyType(found)


def _record(table: dict[str, Any], entry: dict[str, Any], place: str) -> EvidenceRecord:
    record = build(EvidenceRecord, {"claim": table["claim"], "group": table["group"], **entry}, place)
    for name, words in (("direction", DIRECTIONS), ("strength", STRENGTHS), ("verified", READ)):
        if getattr(record, name) not in words:
            raise ResourceError(f"{place}: {name} is {getattr(record, name)}; it is one of {', '.join(words)}.")
    unknown = set(record.unverified) - set(_CALLED)
    if unknown:
        raise ResourceError(f"{place}: unverified names {sorted(unknown)[0]}, which is none that can be checked.")
    return record
