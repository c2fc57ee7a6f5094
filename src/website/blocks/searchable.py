from typing import Any

from wagtail import blocks


class SearchableStreamBlock(blocks.StreamBlock):
    """A stream whose words are searched: what nobody wrote is not a word, though Wagtail would index it as “None”."""

    def get_searchable_content(self, value: Any) -> list[str]:
        return [words for words in super().get_searchable_content(value) if words and words != "None"]
