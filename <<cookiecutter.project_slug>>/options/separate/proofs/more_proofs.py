"""What is proved of baskets, by name."""

from proofs import transfers
from proofs.proof import Proof

MORE: dict[str, Proof] = {"transfers": transfers}
