"""The walks that the tour takes, one after the other; an option may add its own."""

from sandbox.launch.walk import Walk

WALKS: tuple[type[Walk], ...] = (Walk,)
