"""Runs tests in forked processes: which test runs which function, and which test notices a changed one."""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import os
import resource
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from mutation import Mutant

_LIBRARIES = (
    "numpy", "scipy.ndimage", "scipy.optimize", "scipy.signal", "scipy.spatial", "scipy.stats", "h5py",
    "hypothesis", "click", "psygnal", "threadpoolctl", "skimage.measure", "pyqtgraph", "PySide6.QtWidgets",
)  # fmt: skip
"""Loaded once, before the first fork: everything but Pedograph itself."""
_MEMORY = 12 << 30
"""Bytes of address space that a changed function may ask for."""
_PATIENCE, _SLOWNESS = 20.0, 6.0
"""Seconds that tests may take, and so many times the time they took before."""


@dataclass
class TestMap:
    """What each test ran, and for how long.

    Parameters
    ----------
    seconds : dict
        Time that each test took, by its id.
    functions : dict
        Functions of Pedograph ("path function") that each test ran.
    failing : set
        Tests that fail or are skipped as it is; they say nothing of a mutant.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    functions: dict[str, frozenset[str]] = field(default_factory=dict)
    failing: set[str] = field(default_factory=set)

    def add(self, answer: Path) -> None:
        """What was recorded of one test file."""
        found = json.loads(answer.read_text(encoding="utf-8"))
        self.seconds |= found["seconds"]
        self.functions |= {test: frozenset(names) for test, names in found["functions"].items()}
        self.failing |= set(found["failing"])


def is_recorded(file: Path, answer: Path) -> bool:
    """Whether a test file was recorded and has not changed since."""
    return answer.exists() and json.loads(answer.read_text(encoding="utf-8"))["digest"] == digest_of(file)


def file_of(test: str) -> str:
    """The file of a test's id."""
    return test.split("::", 1)[0]


def load_libraries() -> None:
    """Load once what every run needs, and ask Hypothesis for few examples, the same in every run."""
    for name in _LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    from hypothesis import HealthCheck, Phase, settings

    phases = (Phase.explicit, Phase.generate)
    quiet = list(HealthCheck)
    settings.register_profile(
        "mutants", max_examples=15, database=None, derandomize=True, deadline=None, phases=phases,
        suppress_health_check=quiet,
    )  # fmt: skip
    settings.load_profile("mutants")


def forked(work: Callable[[], int], patience: float) -> int | None:
    """What a function answers in a process of its own; None where it takes too long."""
    child = os.fork()
    if not child:
        code = 99
        try:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            with Path(os.devnull).open("w") as nowhere:
                os.dup2(nowhere.fileno(), 1)
                os.dup2(nowhere.fileno(), 2)
                code = work()
        finally:
            os._exit(code)
    end = time.monotonic() + patience
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _pytest(arguments: list[str], plugin: object) -> int:
    """Run tests in this process, without what only slows them down."""
    quiet = ["-p", "no:xdist", "-o", "timeout=0", "-o", "addopts=", "-q", "-p", "no:cacheprovider"]
    quiet += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    return int(pytest.main([*quiet, "--tb=no", *arguments], plugins=[plugin]))


class _Recorder:
    """Notes which functions of Pedograph each test runs."""

    def __init__(self, root: Path) -> None:
        self.sources = str(root / "src") + os.sep
        self.root = root
        self.ran: dict[str, set[CodeType]] = defaultdict(set)
        self.seconds: dict[str, float] = defaultdict(float)
        self.failing: set[str] = set()
        self.current: set[CodeType] = set()

    def note(self, frame: FrameType, _event: str, _argument: Any) -> None:
        """Called by the interpreter where a function begins; what happens in it is not followed."""
        self.current.add(frame.f_code)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """One test with its fixtures."""
        self.current = self.ran[item.nodeid]
        threading.settrace(self.note)
        sys.settrace(self.note)
        try:
            return (yield)
        finally:
            sys.settrace(None)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """How long each part took, and whether it failed."""
        self.seconds[report.nodeid] += report.duration
        if report.failed or report.skipped:
            self.failing.add(report.nodeid)

    def functions(self, codes: set[CodeType]) -> list[str]:
        """Names of Pedograph's functions among those that ran."""
        own = [code for code in codes if code.co_filename.startswith(self.sources)]
        return sorted({f"{code.co_filename[len(str(self.root)) + 1 :]} {plain(code.co_qualname)}" for code in own})

    def result(self) -> dict[str, Any]:
        """What was noted, as plain data."""
        functions = {test: self.functions(codes) for test, codes in self.ran.items()}
        return {"seconds": self.seconds, "functions": functions, "failing": sorted(self.failing)}


def plain(function: str) -> str:
    """A qualified name without the marks of functions in functions."""
    parts = function.replace(".<locals>", "").split(".")
    return ".".join(part for part in parts if not part.startswith("<"))


def digest_of(path: Path) -> str:
    """Digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def record(root: Path, file: str, answer: Path) -> int | None:
    """Run one test file and write what each of its tests ran."""

    def work() -> int:
        recorder = _Recorder(root)
        code = _pytest([file], recorder)
        result = recorder.result() | {"digest": digest_of(root / file)}
        answer.write_text(json.dumps(result), encoding="utf-8")
        return code

    return forked(work, 900.0)


class _Chosen:
    """Keeps the chosen tests, in the order given, and stops at the first that fails."""

    def __init__(self, tests: list[str], answer: Path) -> None:
        self.order = {test: place for place, test in enumerate(tests)}
        self.answer = answer

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Fastest first, whatever file they stand in."""
        items[:] = sorted((i for i in items if i.nodeid in self.order), key=lambda item: self.order[item.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """The test that noticed."""
        if report.failed:
            self.answer.write_text(report.nodeid, encoding="utf-8")


def noticed(mutant: Mutant, tests: list[str], known: TestMap, answer: Path) -> str:
    """The test that fails with the mutant, "time" or "import" where it does not come to that; empty if none."""

    def work() -> int:
        _load_changed(mutant)
        return _pytest(["-x", *sorted({file_of(test) for test in tests})], _Chosen(tests, answer))

    answer.unlink(missing_ok=True)
    patience = _PATIENCE + _SLOWNESS * sum(known.seconds[test] for test in tests)
    code = forked(work, patience)
    if code in (0, 5):
        return ""
    if code is None:
        return "time"
    return answer.read_text(encoding="utf-8") if answer.exists() else "import"


def _load_changed(mutant: Mutant) -> None:
    """Let this process import the changed source in place of the file's."""
    plain_code = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        path = self.get_filename(fullname)
        if Path(path) == mutant.path:
            return compile(mutant.source, path, "exec", dont_inherit=True)
        return plain_code(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]
