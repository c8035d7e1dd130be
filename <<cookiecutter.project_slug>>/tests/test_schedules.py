"""A hundred of the schedules that `make schedules` runs by the thousand."""

import pytest


def test_whatever_the_schedule_the_rows_end_up_as_stripes_objects_are() -> None:
    schedules = pytest.importorskip("proofs.schedules")
    figures = schedules.prove(100, number=20)
    assert figures["schedules"] >= 100
    assert figures["crashes"] > 0
    assert figures["lost"] > 0
