"""The table of contents of GOLD's models."""

from .flows import FlowRun, FlowState
from .traffic import FactTrafficHour, TrafficDay, TrafficHour

__all__ = ["FactTrafficHour", "FlowRun", "FlowState", "TrafficDay", "TrafficHour"]
