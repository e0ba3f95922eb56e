"""Linear algebra keeps to one thread while a step is measured, and has the others back afterwards."""

from __future__ import annotations

from threadpoolctl import threadpool_info, threadpool_limits

from pedograph._platform.blas import on_one_thread


def _threads() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_one_thread_inside_and_the_others_back_after() -> None:
    seen: list[set[int]] = []

    @on_one_thread
    def measured(value: int, *, by: int) -> int:
        seen.append(_threads())
        return value * by

    with threadpool_limits(limits=2, user_api="blas"):
        before = _threads()
        assert measured(3, by=4) == 12
        assert _threads() == before
    assert seen == [{1}]
