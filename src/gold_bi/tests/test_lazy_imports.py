from datetime import date

import pytest

from gold_bi.models import SalesDay

from .processes import in_a_web_process, make_owner

HEAVY = """
from gold_bi.sources import database, published, rest
assert client.get("/admin/").status_code == 200
assert client.get("/admin/figures/rows-set-aside/").status_code == 200
before = sorted({"pandas", "plotly", "pandera", "numpy", "pyarrow"} & set(sys.modules))
assert client.get("/admin/figures/traffic/figure.json").status_code == 200
assert "figure-revenue" in client.get("/admin/figures/dashboards/sales/?from=2011-08-01&to=2011-08-31").content.decode()
print(json.dumps([before, "plotly" in sys.modules, "pandas" in sys.modules]))
"""


@pytest.mark.django_db(transaction=True, databases=["default", "gold"])
def test_a_web_process_draws_its_charts_without_plotly_and_pandas() -> None:
    make_owner()
    SalesDay.objects.create(
        day=date(2011, 8, 5), kind="goods", revenue=12, credited=0, quantity=3, lines=2, orders=1, customers=1
    )
    before, plotly, pandas = in_a_web_process(HEAVY)
    assert before == []
    assert (plotly, pandas) == (False, False)
