"""The table of contents of GOLD's models."""

from .files import FactOfFile, RememberedReading, SourceFile
from .flows import FlowRun, FlowState
from .quarantine import RejectedRow
from .sales import (
    FactSale,
    SalesCountryMonth,
    SalesCustomerMonth,
    SalesDay,
    SalesHour,
    SalesMonth,
    SalesOrder,
    SalesProductMonth,
)
from .traffic import FactTrafficHour, TrafficDay, TrafficHour

__all__ = [
    "FactOfFile",
    "FactSale",
    "FactTrafficHour",
    "FlowRun",
    "FlowState",
    "RejectedRow",
    "RememberedReading",
    "SalesCountryMonth",
    "SalesCustomerMonth",
    "SalesDay",
    "SalesHour",
    "SalesMonth",
    "SalesOrder",
    "SalesProductMonth",
    "SourceFile",
    "TrafficDay",
    "TrafficHour",
]
