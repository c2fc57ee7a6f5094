"""The documents keep up with the code, or this fails."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[3]
DOCUMENTS = [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")]


def headings(document: str) -> set[str]:
    text = (PROJECT / document).read_text()
    return {heading.strip(" `") for heading in re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)}


def test_every_verb_has_its_heading() -> None:
    script = (PROJECT / "manager.sh").read_text()
    verbs = set(re.findall(r"^## (\w+)", script, flags=re.MULTILINE))
    assert verbs
    assert verbs <= headings("docs/operations/verbs.md")


def test_every_verb_is_a_function_of_the_script() -> None:
    script = (PROJECT / "manager.sh").read_text()
    for verb in re.findall(r"^## (\w+)", script, flags=re.MULTILINE):
        assert re.search(rf"^{verb}\(\) \{{", script, flags=re.MULTILINE), verb


def test_every_variable_the_settings_read_has_its_heading() -> None:
    source = "".join(path.read_text() for path in (PROJECT / "src/base/settings").glob("*.py"))
    source += (PROJECT / "src/base/gunicorn.py").read_text()
    read = set(re.findall(r"""env(?:\.\w+)?\(\s*"([A-Z_]+)\"""", source))
    read |= set(re.findall(r"""(?:database|typed)\(\s*(?:env\.\w+, )?"([A-Z_]+)\"""", source))
    read |= set(re.findall(r"""environ\.get\(\s*"([A-Z_]+)\"""", source))
    assert {"DATABASE_URL", "SECRET_KEY", "WEB_CONCURRENCY"} <= read
    assert read <= headings("docs/operations/environment.md")


def test_every_direct_dependency_has_its_line() -> None:
    page = (PROJECT / "docs/adr/0007-dependencies.md").read_text()
    listed = {name for row in re.findall(r"^\| ([^|]+) \|", page, flags=re.MULTILINE) for name in row.split(", ")}
    wanted = {
        re.split(r"[\[<>=]", line)[0]
        for file in ("requirements.in", "requirements-demo.in", "requirements-dev.in")
        for line in (PROJECT / "src" / file).read_text().splitlines()
        if line and line[0].isalpha()
    }
    assert wanted
    assert wanted <= listed


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text()):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (document.parent / target).exists(), target


def test_the_readme_names_the_two_commands() -> None:
    commands = re.findall(r"^    (\./manager\.sh .+)$", (PROJECT / "README.md").read_text(), flags=re.MULTILINE)
    assert commands == ["./manager.sh demo", "./manager.sh test"]


def test_the_sources_in_the_page_on_outside_data_are_sources() -> None:
    page = (PROJECT / "docs/howto/read-from-outside.md").read_text()
    blocks = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    names: dict[str, object] = {}
    made = []
    for block in blocks:
        exec(block, names)  # noqa: S102 -- our own page
        made.append(type(names.get("source")).__name__)
    assert made == ["NoneType", "Files", "Rows", "Rows"]
