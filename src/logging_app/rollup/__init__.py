"""The rollups: an hour's is kept with every batch, a day's is computed from its entries once there is time for it."""

from .days import Computing, bounds, compute, compute_dirty_days, mark_dirty
from .hours import ADD_TO_HOURS, Hours

__all__ = ["ADD_TO_HOURS", "Computing", "Hours", "bounds", "compute", "compute_dirty_days", "mark_dirty"]
