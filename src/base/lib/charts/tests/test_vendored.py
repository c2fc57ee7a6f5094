from pathlib import Path

from plotly.offline import get_plotlyjs_version

VENDOR = Path(__file__).parents[1] / "static" / "charts" / "vendor"


def test_plotly_js_is_the_version_plotly_py_writes_figures_for() -> None:
    version = get_plotlyjs_version()
    assert f"v{version}\n" in (VENDOR / "plotly-basic.min.js").read_text()[:200]
    assert (VENDOR / "README.md").read_text().count(version) == 2
