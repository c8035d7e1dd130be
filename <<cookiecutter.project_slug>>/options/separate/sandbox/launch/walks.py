"""The walks that the tour takes, one after the other."""

from sandbox.launch.basket_walk import BasketWalk
from sandbox.launch.walk import Walk

WALKS: tuple[type[Walk], ...] = (Walk, BasketWalk)
