"""Three of the kills of which `python -m proofs transfers` makes fifty."""

import argparse

import pytest


def test_killed_between_its_transfers_a_payment_ends_with_exactly_one_each() -> None:
    transfers = pytest.importorskip("proofs.transfers")
    figures = transfers.run(argparse.Namespace(kills=3, seed=2))
    assert "3 kills" in figures
