"""The long proofs by name, in the order in which all of them run."""

from proofs import breakages, crash, fuzz, leaks, rolling, schedules
from proofs.more_proofs import MORE
from proofs.proof import Proof

PROOFS: dict[str, Proof] = {
    "schedules": schedules,
    "crash": crash,
    "rolling": rolling,
    "fuzz": fuzz,
    "leaks": leaks,
    "breakages": breakages,
    **MORE,
}
