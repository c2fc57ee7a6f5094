from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.db.models.functions import Upper

from base.lib.schedule.registry import registered as scheduled
from gold_bi.flows import registry
from gold_bi.flows.registry import UnknownFlow, find, flow, registered
from gold_bi.loaders.rollups import Rollup
from gold_bi.models import FactTrafficHour, TrafficDay


def test_a_second_flow_of_the_same_name_is_refused_and_the_first_one_named() -> None:
    traffic = find("traffic")
    with pytest.raises(ValueError, match=r"'traffic' is registered already, in gold_bi\.flows\.traffic"):
        flow(
            name="traffic", title="", description="", target=FactTrafficHour,
            source=traffic.source, contract=traffic.contract,
        )(traffic.transform)  # fmt: skip
    assert registry.find("traffic") is traffic


def test_a_rollup_whose_column_is_a_facts_in_name_alone_is_refused() -> None:
    traffic = find("traffic")
    misnamed = Rollup(TrafficDay, by={"day": "day", "host": Upper("host")}, measures={"requests": Sum("requests")})
    with pytest.raises(ValueError, match="TrafficDay of 'visits' makes 'host' of something else"):
        flow(
            name="visits", title="", description="", target=FactTrafficHour, rollups=(misnamed,),
            source=traffic.source, contract=traffic.contract,
        )(traffic.transform)  # fmt: skip
    assert "visits" not in [one.name for one in registered()]


def test_an_unknown_flow_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownFlow, match=r"no flow “trafic”.*traffic"):
        find("trafic")


def test_every_flow_runs_by_the_clock() -> None:
    crons = {entry.kwargs.get("name"): entry.cron for entry in scheduled()}
    assert all(crons[one.name] == one.cron for one in registered())


def test_the_command_lists_the_flows() -> None:
    out = StringIO()
    call_command("flow", "list", stdout=out)
    lines = out.getvalue().splitlines()
    assert {"sales\t*/5 * * * *\tVendite", "traffic\t*/5 * * * *\tTraffico del sito"} <= set(lines)
    assert lines == sorted(lines)


def test_the_command_says_in_a_sentence_that_there_is_no_such_flow() -> None:
    with pytest.raises(CommandError, match="There is no flow “nope”"):
        call_command("flow", "run", "nope")
