"""Proofs that an option brings with it, by name."""

from proofs.proof import Proof

MORE: dict[str, Proof] = {}
