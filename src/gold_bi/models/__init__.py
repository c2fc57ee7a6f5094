"""The table of contents of GOLD's models."""

from .budget import FactTarget, TargetMonth
from .files import FactOfFile, RememberedReading, SourceFile
from .flows import FlowRun, FlowState
from .leads import FactLead, LeadDay, LeadMonth
from .pages import (
    ArrivalDay,
    ArrivalMonth,
    FactArrival,
    FactPage,
    FactPublishing,
    PageDay,
    PageMonth,
    PublishingDay,
    PublishingMonth,
)
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
    "ArrivalDay",
    "ArrivalMonth",
    "FactArrival",
    "FactLead",
    "FactOfFile",
    "FactPage",
    "FactPublishing",
    "FactSale",
    "FactTarget",
    "FactTrafficHour",
    "FlowRun",
    "FlowState",
    "LeadDay",
    "LeadMonth",
    "PageDay",
    "PageMonth",
    "PublishingDay",
    "PublishingMonth",
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
    "TargetMonth",
    "TrafficDay",
    "TrafficHour",
]
