"""Names stay out of session files: header fields that name or identify a person are not stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PERSONAL: Final = _words("""
    surname forename firstname lastname fullname nickname birthname birth birthday birthdate dob born
    address street postcode zipcode phone telephone fax email mail insurance passport username
    vorname nachname familienname geburtsdatum geburtstag geboren adresse telefon
    voornaam achternaam geboortedatum adres telefoon prenom naissance apellido apellidos nacimiento cognome
""")
"""Words of a header field's name that mark a person's name, birth, address or the like."""

_PERSON: Final = _words("""
    patient subject client person athlete customer participant user operator examiner clinician physician doctor
    therapist klant kunde paciente
""")
"""Words that mean a person; a field called so and no more holds that person's name."""

_NAME: Final = _words("name names naam nom nombre nome")

_THINGS: Final = _words("""
    file folder sensor device plate insole platform format software program map protocol test trial channel mask
    product model measurement movie calibration datei bestand fichier archivo
""")
"""Words that make a name the name of a thing."""


def without_names(header: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The header fields that may be stored, and the names of those that may not."""
    withheld = tuple(key for key in header if names_a_person(key))
    return {key: value for key, value in header.items() if key not in withheld}, withheld


def names_a_person(field: str) -> bool:
    """Whether a header field, going by what it is called, holds a person's name, birth, address or the like."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", field)
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", spaced)}
    if words & _PERSONAL or (words and words <= _PERSON):
        return True
    joined = {word.removesuffix("name") for word in words if word.endswith("name")}
    return bool(joined & _PERSON) or bool(words & _NAME and not words & _THINGS)
