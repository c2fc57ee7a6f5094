"""What the ingester stores. Everybody else only reads: there is no permission but "view"."""

from .access import AccessLogEntry
from .chores import Alert, Erasure, Pruning
from .days import AddressDay, AgentDay, CampaignDay, Day, PathDay, ReferrerDay
from .errors import ErrorLogEntry, ExceptionReport
from .files import Gap, LogFile, UnparsableLine
from .policy import LogPolicy, SavedSearch
from .texts import Agent, Campaign, Endpoint, Path, Referrer
from .traffic import LATENCY_BUCKET_SQL, LATENCY_BUCKETS, TrafficHour, latency_bucket
from .visitors import DaySalt

__all__ = [
    "LATENCY_BUCKETS",
    "LATENCY_BUCKET_SQL",
    "AccessLogEntry",
    "AddressDay",
    "Agent",
    "AgentDay",
    "Alert",
    "Campaign",
    "CampaignDay",
    "Day",
    "DaySalt",
    "Endpoint",
    "Erasure",
    "ErrorLogEntry",
    "ExceptionReport",
    "Gap",
    "LogFile",
    "LogPolicy",
    "Path",
    "PathDay",
    "Pruning",
    "Referrer",
    "ReferrerDay",
    "SavedSearch",
    "TrafficHour",
    "UnparsableLine",
    "latency_bucket",
]
