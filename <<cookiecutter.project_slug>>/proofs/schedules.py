"""Whatever the schedule of deliveries, all told rows end up equal to Stripe's objects.

Hypothesis makes the schedules up, and once one goes wrong, makes it short.
"""

import argparse
from collections import Counter

from hypothesis import HealthCheck, Phase, example, given, seed, settings

from proofs.ground import ground, where
from proofs.market import SLOW, Market
from proofs.schedule import STALE, STEPS, Schedule, Step
from proofs.spreading import cores, shares, spread, tick
from proofs.workers import Worker, make_seams


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command can be told."""
    parser.add_argument("--schedules", type=int, default=2000, help="how many (2000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other schedules (1)")


def run(options: argparse.Namespace) -> str:
    """The proof as a command; the line of figures. Raises schedule.Wrong."""
    parts = shares(options.schedules, cores())
    seeds = [(part, options.seed * 1000 + number) for number, part in enumerate(parts) if part]
    figures = sum(spread("schedules", options.schedules, prove, seeds), Counter[str]())
    return (
        f"schedules on {where()}, seed {options.seed}: {figures['schedules']} run,"
        f" {figures['events']} events, {figures['deliveries']} deliveries,"
        f" {figures['crashes']} crashes, {figures['lost']} answers lost, 0 rows wrong"
    )


def prove(schedules: int, number: int) -> Counter[str]:
    """Run this many schedules made from a seed; the figures. Raises Wrong for the shortest one."""
    figures: Counter[str] = Counter()
    with ground(**SLOW) as standing:
        make_seams(standing.app)
        market = Market(standing)
        workers = [Worker(), Worker()]

        @example(STALE)
        @seed(number)
        @settings(
            max_examples=schedules,
            deadline=None,
            database=None,
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        )
        @given(STEPS)
        def holds(steps: list[Step]) -> None:
            schedule = Schedule(standing, market, workers)
            schedule.run(steps)
            figures.update(schedule.figures)
            tick()

        try:
            holds()
        finally:
            figures["crashes"] = sum(worker.crashes for worker in workers)
            figures["lost"] = sum(worker.answers_lost for worker in workers)
            for worker in workers:
                worker.close()
    return figures
