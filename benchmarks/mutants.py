"""Changes the code at random and counts how often the tests notice.

Run: make mutants        (or: python benchmarks/mutants.py [--per-folder 40] [--seed 0] [--jobs 2] [FOLDER ...])

Everything happens in a copy, in memory; the checkout's code is never touched. First each related test file is run
once to see which test runs which function (kept in build/mutants until the test file changes; after a large change
of the code take that folder away). Then, for each mutant, the tests of its own folder that run the changed
function, the fastest first, and after them those of the folders that use it, until one fails. Needs fork().
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from mutant_runs import TestMap, file_of, is_recorded, load_libraries, noticed, record
from mutation import Mutant, mutants_of

CHECKOUT = Path(__file__).resolve().parent.parent
MAP = CHECKOUT / "build" / "mutants"
USERS = {
    "measures": ("analysis", "standing", "gait"),
    "anatomy": ("measures", "analysis"),
    "steps": ("analysis", "gait", "quality"),
    "session": ("workspace", "cli"),
    "workspace": ("desktop",),
}
"""The folders in question, and the folders of tests that use each, asked after its own."""
_LEFT_OUT = shutil.ignore_patterns(".*", "build", "dist", "demo", "__pycache__")


def in_parallel(count: int, jobs: int, do: Callable[[int], None]) -> None:
    """Do things number 0 to count in so many processes."""
    children = []
    for job in range(jobs):
        child = os.fork()
        if not child:
            code = 1
            try:
                for number in range(job, count, jobs):
                    do(number)
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    statuses = [os.waitpid(child, 0)[1] for child in children]
    if any(statuses):
        raise SystemExit("A process ended early.")


def known_tests(root: Path, folders: Iterable[str], jobs: int) -> TestMap:
    """What every test of these folders runs; test files that have not changed are not run again."""
    paths = [path for folder in folders for path in sorted((root / "tests" / folder).rglob("test_*.py"))]
    files = {path.relative_to(root).as_posix(): path for path in paths}
    answers = {file: MAP / f"{file.replace('/', '+')}.json" for file in files}
    changed = [file for file in files if not is_recorded(files[file], answers[file])]
    MAP.mkdir(parents=True, exist_ok=True)

    def note(number: int) -> None:
        code = record(root, changed[number], answers[changed[number]])
        print(f"{changed[number]}: {'recorded' if code in (0, 1, 5) else f'ended with {code}'}", flush=True)

    in_parallel(len(changed), jobs, note)
    known = TestMap()
    for answer in answers.values():
        known.add(answer)
    return known


def related_tests(mutant: Mutant, root: Path, known: TestMap, budget: float) -> Iterator[list[str]]:
    """Tests of the mutant's own folder, then of each that uses it, the fastest first, so many seconds of each."""
    path = mutant.path.relative_to(root).as_posix()
    folder = path.split("/")[2]
    running = _tests_that_run(f"{path} {mutant.function}", path, known)
    usable = sorted(running - known.failing, key=lambda test: known.seconds[test])
    for place in (folder, *USERS[folder]):
        tests = [test for test in usable if test.startswith(f"tests/{place}/")]
        if tests:
            yield _within(tests, known, budget)


def _tests_that_run(function: str, path: str, known: TestMap) -> set[str]:
    """Tests that run a function; any of its module for a module's own line, or where nothing is known of it."""
    exact = {test for test, names in known.functions.items() if function in names}
    if exact:
        # What one test sets up for others of its file was run by all of them.
        shared = {file_of(test) for test in exact}
        return exact | ({test for test in known.seconds if file_of(test) in shared} if len(shared) == 1 else set())
    return {test for test, names in known.functions.items() if any(name.startswith(f"{path} ") for name in names)}


def _within(tests: list[str], known: TestMap, budget: float) -> list[str]:
    """As many of the tests as fit into so many seconds, one at least."""
    ends = accumulate(known.seconds[test] for test in tests)
    return [
        test for number, (test, end) in enumerate(zip(tests, ends, strict=True)) if end <= budget or not number
    ]


def chosen_mutants(root: Path, folder: str, count: int, seed: int) -> list[Mutant]:
    """So many mutants of a folder at random."""
    files = sorted((root / "src" / "pedograph" / folder).rglob("*.py"))
    every = [mutant for file in files for mutant in mutants_of(file)]
    return [make() for make in random.Random(f"{seed} {folder}").sample(every, min(count, len(every)))]


def described(mutant: Mutant, root: Path, by: str) -> str:
    """A mutant with its difference and who noticed."""
    head = f"{mutant.path.relative_to(root / 'src' / 'pedograph')}:{mutant.line} {mutant.function}"
    verdict = f"caught: {by}" if by else "SURVIVED"
    return f"{head}\n  - {mutant.before}\n  + {mutant.after}\n  {verdict}"


def table(verdicts: dict[str, Counter[bool]]) -> str:
    """How many were caught, by folder and in all."""
    rows = [f"{'folder':<12}{'mutants':>8}{'caught':>8}{'share':>8}"]
    for folder, count in (*verdicts.items(), ("all", sum(verdicts.values(), Counter()))):
        rows.append(f"{folder:<12}{count.total():>8}{count[True]:>8}{count[True] / max(count.total(), 1):>8.0%}")
    return "\n".join(rows)


def _check_unchanged(mutants: list[tuple[str, Mutant]], root: Path, known: TestMap) -> None:
    """Refuse to count where tests fail although nothing was changed."""
    for folder, mutant in dict(mutants).items():
        same = replace(mutant, source=mutant.path.read_bytes())
        files = {
            file_of(test): test
            for test in sorted(known.seconds.keys() - known.failing, key=known.seconds.__getitem__)
        }
        tests = [test for test in files.values() if test.startswith(f"tests/{folder}/")]
        if by := noticed(same, tests, known, root.parent / "unchanged"):
            raise SystemExit(f"{folder}: tests fail although nothing was changed ({by}).")


def run(root: Path, options: argparse.Namespace) -> None:
    """Try the mutants and print what became of them."""
    folders = options.folders or list(USERS)
    asked = [place for folder in folders for place in (folder, *(() if options.own else USERS[folder]))]
    known = known_tests(root, dict.fromkeys(asked), options.jobs)
    mutants = [(f, m) for f in folders for m in chosen_mutants(root, f, options.per_folder, options.seed)]
    _check_unchanged(mutants, root, known)
    answers = [root.parent / f"mutant-{number}" for number in range(len(mutants))]

    def attempt(number: int) -> None:
        _, mutant = mutants[number]
        goes = related_tests(mutant, root, known, options.seconds)
        found = (noticed(mutant, tests, known, root.parent / f"test-{number}") for tests in goes)
        by = next(filter(None, found), "")
        answers[number].write_text(by, encoding="utf-8")
        print(described(mutant, root, by), flush=True)

    in_parallel(len(mutants), options.jobs, attempt)
    verdicts: dict[str, Counter[bool]] = defaultdict(Counter)
    survivors = []
    for (folder, mutant), answer in zip(mutants, answers, strict=True):
        by = answer.read_text(encoding="utf-8")
        verdicts[folder][bool(by)] += 1
        survivors += [] if by else [described(mutant, root, by)]
    print("\nSurvivors\n", *survivors, "", table(verdicts), sep="\n")
    if known.failing:
        print(f"\n{len(known.failing)} tests fail or are skipped as they are; they were not asked.")


def main() -> None:
    """Read the command line and work in a copy of the checkout."""
    parser = argparse.ArgumentParser(description="Changes code at random and counts how often tests notice.")
    parser.add_argument("folders", nargs="*", metavar="FOLDER", help=f"of {', '.join(USERS)}; all by default")
    parser.add_argument("--per-folder", type=int, default=40, help="mutants of each folder (40)")
    parser.add_argument("--seed", type=int, default=0, help="the same seed makes the same mutants (0)")
    parser.add_argument("--jobs", type=int, default=2, help="mutants tried at the same time (2)")
    parser.add_argument("--own", action="store_true", help="ask only the tests of the mutant's own folder")
    parser.add_argument("--seconds", type=float, default=30.0, help="of tests of one folder for each mutant (30)")
    options = parser.parse_args()
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        root = Path(shutil.copytree(CHECKOUT, Path(folder).resolve() / "checkout", ignore=_LEFT_OUT))
        os.chdir(root)
        os.environ["PYTHONPATH"] = str(root / "src")
        sys.path.insert(0, str(root / "src"))
        load_libraries()
        run(root, options)


if __name__ == "__main__":
    main()
