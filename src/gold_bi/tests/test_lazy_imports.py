import pytest

from .processes import in_a_web_process, make_owner

HEAVY = """
from gold_bi.sources import database, published, rest
assert client.get("/admin/").status_code == 200
assert client.get("/admin/figures/rows-set-aside/").status_code == 200
before = sorted({"pandas", "plotly", "pandera", "numpy", "pyarrow"} & set(sys.modules))
assert client.get("/admin/figures/traffic/figure.json").status_code == 200
print(json.dumps([before, "plotly" in sys.modules, "pandas" in sys.modules]))
"""


@pytest.mark.django_db(transaction=True, databases=["default", "gold"])
def test_a_web_process_imports_plotly_with_its_first_chart_and_pandas_never() -> None:
    make_owner()
    before, plotly, pandas = in_a_web_process(HEAVY)
    assert before == []
    assert (plotly, pandas) == (True, False)
