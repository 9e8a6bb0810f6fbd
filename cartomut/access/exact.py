"""The best sites among few candidates, proved by HiGHS, which can be stopped while it works."""

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from cartomut.access.gains import Problem
from cartomut.access.points import Floats, Ints
from cartomut.access.watch import Watch

if TYPE_CHECKING:
    import highspy

GAP = 1e-7  # relative; under it the solver calls its answer the best
LONGEST = 20.0  # seconds of the solver: what is left behind ends soon, even at exit
PULSE = 0.1  # seconds between two looks at whether to stop


@dataclass(frozen=True)
class Exact:
    """Sites and their ``value``, the ``bound`` that HiGHS proved, and its own ``seconds``."""

    sites: Ints
    value: float
    bound: float
    seconds: float


@dataclass(frozen=True)
class _Model:
    """One column per site kept (0 or 1), then one per place and level of gain (0 to 1).

    A level counts when a site of that gain is chosen, or the level above counts already.
    """

    rows: sparse.csc_array
    worth: Floats
    count: int
    sites: Ints


def solve(problem: Problem, kept: Ints, count: int, start: Ints, watch: Watch) -> Exact:
    """Choose at most ``count`` of the ``kept`` sites, beginning with ``start``.

    The answer is never worse than ``start``. When its time is over, the bound says how far the
    best may be; when it is stopped, at once, the answer is ``start`` without a bound.
    """
    model = _model(problem, kept, count)
    solver = _solver(model, start, min(watch.left, LONGEST))
    stop, failed = threading.Event(), list[BaseException]()
    solver.cbMipInterrupt += lambda event: event.interrupt(stop.is_set())
    before = time.perf_counter()
    work = threading.Thread(target=_run, args=(solver, failed))  # awaited at exit
    work.start()
    while work.is_alive() and not watch.ask():
        work.join(PULSE)
    seconds = time.perf_counter() - before
    if work.is_alive():
        # Deep in a linear program HiGHS hears nothing until its time is over: it is left behind.
        stop.set()
        return Exact(start, problem.value(start), float("inf"), seconds)
    if failed:
        raise failed[0]
    return _read(problem, model, start, solver, seconds)


def _run(solver: "highspy.Highs", failed: list[BaseException]) -> None:
    try:
        solver.run()
    except BaseException as fault:  # handed on to the thread that waits
        failed.append(fault)


def _solver(model: _Model, start: Ints, seconds: float) -> "highspy.Highs":
    import highspy  # slow to import; only here

    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # not annotated there
    solver.silent()
    solver.setOptionValue("threads", 1)  # the interface keeps the other core
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", GAP)
    solver.passModel(_program(model))
    chosen = np.isin(model.sites, start).astype(np.float64)
    solver.setSolution(len(chosen), np.arange(len(chosen), dtype=np.int32), chosen)
    return solver


def _read(
    problem: Problem, model: _Model, start: Ints, solver: "highspy.Highs", seconds: float
) -> Exact:
    columns = np.asarray(solver.getSolution().col_value)
    found = model.sites[columns[: len(model.sites)] > 0.5] if len(columns) else start
    sites = found if problem.value(found) > problem.value(start) else start
    bound = -float(solver.getInfo().mip_dual_bound)
    value = problem.value(sites)
    return Exact(sites, value, max(bound, value), seconds)


def _model(problem: Problem, kept: Ints, count: int) -> _Model:
    rows = problem.rows(kept)
    site = np.searchsorted(kept, problem.site[rows])
    order = np.lexsort((-problem.gain[rows], problem.place[rows]))
    place, gain, site = problem.place[rows][order], problem.gain[rows][order], site[order]
    new_place = np.append(True, place[1:] != place[:-1])
    new_level = new_place | np.append(True, gain[1:] != gain[:-1])
    level = np.cumsum(new_level) - 1
    first = np.flatnonzero(new_level)
    opens = new_place[first]  # the highest level of its place
    after = np.append(np.where(opens[1:], 0.0, gain[first][1:]), 0.0)
    levels, below = np.arange(len(first)), np.flatnonzero(~opens)
    columns = len(kept) + len(first)
    entries = (
        np.concatenate(
            [np.ones(len(first)), -np.ones(len(below) + len(level)), np.ones(len(kept))]
        ),
        (
            np.concatenate([levels, below, level, np.full(len(kept), len(first))]),
            np.concatenate([len(kept) + levels, len(kept) + below - 1, site, np.arange(len(kept))]),
        ),
    )
    matrix = sparse.csc_array(sparse.coo_array(entries, shape=(len(first) + 1, columns)))
    worth = np.concatenate([np.zeros(len(kept)), gain[first] - after])
    return _Model(matrix, worth, count, kept)


def _program(model: _Model) -> "highspy.HighsLp":
    import highspy

    height, width = model.rows.shape
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = width, height
    program.col_cost_ = -model.worth
    program.col_lower_, program.col_upper_ = np.zeros(width), np.ones(width)
    program.row_lower_ = np.full(height, -np.inf)
    program.row_upper_ = np.append(np.zeros(height - 1), float(model.count))
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = model.rows.indptr
    program.a_matrix_.index_ = model.rows.indices
    program.a_matrix_.value_ = model.rows.data
    kinds = highspy.HighsVarType
    chosen = len(model.sites)
    program.integrality_ = [kinds.kInteger] * chosen + [kinds.kContinuous] * (width - chosen)
    return program
