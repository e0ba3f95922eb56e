"""A study of several people: whose recording each file is stands in a table."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import pedograph as pg
from pedograph.cli.main import commands
from pedograph.errors import PedographError
from pedograph.recording import SensorGrid
from pedograph.session import open_session
from pedograph.simulation import StepParameters, simulate_step

Put = Callable[[str], Path]


@pytest.fixture(scope="module")
def step(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("step") / "walk.lst"
    pg.write(simulate_step(StepParameters(), SensorGrid(5.0, 5.0, threshold=5.0)).recording, path)
    return path


@pytest.fixture
def study(step: Path, tmp_path: Path) -> Path:
    """Two people with a file of the same name, and a third with another."""
    for name in ("p01/walk.lst", "p02/walk.lst", "p02/again.lst"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(step, tmp_path / name)
    return tmp_path


@pytest.fixture
def table(tmp_path: Path) -> Put:
    def put(text: str) -> Path:
        path = tmp_path / "people.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return put


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, ["analyze", *map(str, arguments), "--jobs", "1", "--no-errors"])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_each_file_gets_its_person_and_body_mass(study: Path, table: Put, tmp_path: Path) -> None:
    people = table(
        "subject,file,body_mass,age\nP-1,p01/walk.lst,60,33\nP-2,p02/walk.lst,72.5,40\nP-2,again.lst,,40\n"
        "P-9,other.lst,50,20\n"
    )
    files = [study / name for name in ("p01/walk.lst", "p02/walk.lst", "p02/again.lst")]
    out = tmp_path / "out"
    result = run(*files, "--subjects", people, "--body-mass", 80, "--tables", out, "--json", tmp_path / "a.json")
    assert result.exit_code == 0, (result.output, result.exception)
    assert "people.csv: not used: age." in result.stderr
    found = [(row["subject"], row["body_mass_kg"]) for row in rows_of(out / "recordings.csv")]
    assert found == [("P-1", "60"), ("P-2", "72.5"), ("P-2", "80")]
    assert {row["subject"] for row in rows_of(out / "measures.csv")} == {"P-1", "P-2"}
    forces = [row for row in rows_of(out / "measures.csv") if row["measure"] == "peak_force_body_weight"]
    shares = [float(row["value"]) for row in forces if row["region"] == "foot"]
    assert shares[0] * 60 == pytest.approx(shares[1] * 72.5, rel=1e-6)
    document = json.loads((tmp_path / "a.json").read_text())
    assert [(one["subject"], one["body_mass"]) for one in document["recordings"]] == [
        ("P-1", 60.0),
        ("P-2", 72.5),
        ("P-2", 80.0),
    ]


def test_findings_are_of_one_person_each(study: Path, table: Put) -> None:
    people = table("file;subject\np01/walk.lst;P-1\np02\\walk.lst;P-2\n")
    result = run(study / "p01/walk.lst", study / "p02/walk.lst", "--subjects", people, "--json", "-")
    findings = json.loads(result.stdout)["findings"]
    rules = {code: [one["rule"] for one in findings if one["subject"] == code] for code in ("P-1", "P-2")}
    assert rules["P-1"] == rules["P-2"] != []
    alone = json.loads(run(study / "p01/walk.lst", "--json", "-").stdout)["findings"]
    assert [one["rule"] for one in alone] == rules["P-1"]


def test_recordings_of_an_archive_are_named_one_by_one_or_together(step: Path, table: Put, tmp_path: Path) -> None:
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name in ("a.lst", "b.lst"):
            packed.write(step, name)
    out = tmp_path / "out"
    for text, codes in (
        ("file,subject\nstudy.zip#a.lst,A\nstudy.zip#b.lst,B\n", ["A", "B"]),
        ("file,subject\nstudy.zip,C\n", ["C", "C"]),
    ):
        assert run(archive, "--subjects", table(text), "--tables", out).exit_code == 0
        assert [row["subject"] for row in rows_of(out / "recordings.csv")] == codes
    chosen = table("file,subject\nstudy.zip#b.lst,B\n")
    assert run(f"{archive}#b.lst", "--subjects", chosen, "--tables", out).exit_code == 0
    refused = run(archive, "--subjects", chosen, "--tables", out)
    assert "study.zip#a.lst is not in people.csv" in str(refused.exception)


def test_a_file_of_one_recording_may_be_named_with_it(step: Path, table: Put, tmp_path: Path) -> None:
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(step, "a.lst")
    out = tmp_path / "out"
    assert run(archive, "--subjects", table("file,subject\nstudy.zip#a.lst,A\n"), "--tables", out).exit_code == 0
    assert [row["subject"] for row in rows_of(out / "recordings.csv")] == ["A"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "file,subject\nwalk.lst,P-1\n",
            r"line 2: walk\.lst can be .*p01/walk\.lst or .*p02/walk\.lst; put the folder",
        ),
        ("file,subject\np01/walk.lst,P-1\n", r"p02/walk\.lst is not in people\.csv"),
        (
            "file,subject\np01/walk.lst,P-1\nwalk.lst,P-2\n",
            r"p01/walk\.lst is named 2 times in people\.csv, in the lines 2 and 3",
        ),
        ("file,code\np01/walk.lst,P-1\n", "there is no column subject"),
        ("file,subject,file\np01/walk.lst,P-1,x\n", "a column is there twice"),
        ("", "there is no column file or subject"),
        ("file,subject\np01/walk.lst,\n", "line 2: there is no subject"),
        ("file,subject\n,P-1\n", "line 2: there is no file"),
        ("file,subject\np01/walk.lst,Erika Mustermann\n", 'line 2: "Erika Mustermann" is not an ID'),
        (f"file,subject\np01/walk.lst,{'A' * 140_000}\n", "this is no CSV"),
        ("file,subject,body_mass\np01/walk.lst,P-1,heavy\n", 'line 2: body_mass is "heavy"'),
        ("file,subject,body_mass\np01/walk.lst,P-1,nan\n", 'line 2: body_mass is "nan"'),
        ("file,subject,body_mass\np01/walk.lst,P-1,7000\n", "between 1 and 400"),
    ],
)
def test_a_table_that_leaves_something_open_is_refused_before_the_work(
    text: str, said: str, study: Path, table: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pedograph.cli.analyze.outcomes", lambda *_: pytest.fail("the work was begun"))
    result = run(study / "p01/walk.lst", study / "p02/walk.lst", "--subjects", table(text))
    assert isinstance(result.exception, PedographError), result.exception
    with pytest.raises(PedographError, match=said):
        raise result.exception


def test_one_person_and_a_table_contradict_each_other(study: Path, table: Put, tmp_path: Path) -> None:
    people = table("file,subject\np01/walk.lst,P-1\n")
    both = run(study / "p01/walk.lst", "--subjects", people, "--subject", "P-1")
    assert "only one of them" in str(both.exception)
    gone = run(study / "p01/walk.lst", "--subjects", tmp_path / "gone.csv")
    assert "there is no table of subjects" in str(gone.exception)
    over = run(study / "p01/walk.lst", "--subjects", people, "--table", people)
    assert "would write over a file that is read" in str(over.exception)
    people.write_bytes(b"file,subject\np01/walk.lst,P\xe9\n")
    assert "no text in UTF-8" in str(run(study / "p01/walk.lst", "--subjects", people).exception)


def test_a_session_takes_what_holds_for_all_of_it(study: Path, table: Put, tmp_path: Path) -> None:
    files, session = [study / "p02/walk.lst", study / "p02/again.lst"], tmp_path / "visit.h5"
    people = table("file,subject,body_mass\nwalk.lst,P-2,70\nagain.lst,P-2,75\n")
    refused = run(*files, "--subjects", people, "--session", session)
    assert "a session has one body mass" in str(refused.exception)
    people = table('\ufefffile\tsubject\tbody_mass\nwalk.lst\tP-2\t"72,5"\n\nagain.lst\tP-2\t72.5\n')
    assert run(*files, "--subjects", people, "--session", session).exit_code == 0
    opened = open_session(session)
    assert (opened.visit.subject, opened.settings.body_mass) == ("P-2", 72.5)


def test_a_name_with_a_mark_is_the_same_in_one_character_and_in_two(
    step: Path, table: Put, tmp_path: Path
) -> None:
    """macOS writes the mark of a letter behind it, tables hold both as one character."""
    shutil.copy(step, tmp_path / "Ju\u0308rgen.lst")
    people = table("file,subject\nJ\u00fcrgen.lst,A1\n")
    result = run(tmp_path / "Ju\u0308rgen.lst", "--subjects", people, "--tables", tmp_path / "tables")
    assert result.exit_code == 0, result.output
    assert {row["subject"] for row in rows_of(tmp_path / "tables" / "recordings.csv")} == {"A1"}
