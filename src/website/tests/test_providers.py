"""What an address that an editor pasted shows."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from website.blocks.embed import RecordingAddressBlock
from website.blocks.providers import PROVIDERS, recording

YOUTUBE = "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1&rel=0"


@pytest.mark.parametrize(
    ("address", "frame"),
    [
        ("https://www.youtube.com/watch?v=aqz-KE-bpKQ", YOUTUBE),
        ("https://m.youtube.com/watch?app=desktop&v=aqz-KE-bpKQ&list=PL1", YOUTUBE),
        ("http://youtu.be/aqz-KE-bpKQ?si=Xy_z", YOUTUBE),
        ("https://youtube.com/shorts/aqz-KE-bpKQ", YOUTUBE),
        ("https://www.youtube.com/live/aqz-KE-bpKQ?feature=share", YOUTUBE),
        ("https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ", YOUTUBE),
        ("https://youtu.be/aqz-KE-bpKQ?t=1m30s", f"{YOUTUBE}&start=90"),
        ("https://www.youtube.com/watch?v=aqz-KE-bpKQ&t=42", f"{YOUTUBE}&start=42"),
        ("https://www.youtube.com/watch?v=aqz-KE-bpKQ&t=soon", YOUTUBE),
        ("https://vimeo.com/1084537", "https://player.vimeo.com/video/1084537?autoplay=1&dnt=1"),
        ("https://vimeo.com/channels/staffpicks/1084537", "https://player.vimeo.com/video/1084537?autoplay=1&dnt=1"),
        (
            "https://vimeo.com/1084537/a1b2c3d4e5",
            "https://player.vimeo.com/video/1084537?autoplay=1&dnt=1&h=a1b2c3d4e5",
        ),
        (
            "https://player.vimeo.com/video/1084537?h=a1b2c3d4e5",
            "https://player.vimeo.com/video/1084537?autoplay=1&dnt=1&h=a1b2c3d4e5",
        ),
        (
            "https://my.matterport.com/show/?m=SxQL3iGyoDo",
            "https://my.matterport.com/show/?m=SxQL3iGyoDo&play=1",
        ),
    ],
)
def test_an_address_as_people_copy_it_is_understood(address: str, frame: str) -> None:
    shown = recording(address)
    assert shown
    assert shown.frame == frame
    assert shown.frame.startswith(f"{shown.provider.origin}/")


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/@ronchello",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/embed/aqz-KE-bpKQ%22onload=x",
        "https://youtube.com.example.org/watch?v=aqz-KE-bpKQ",
        "https://example.org/?u=https://youtu.be/aqz-KE-bpKQ",
        "https://vimeo.com/ronchello",
        "https://player.vimeo.com/video/1084537?h=%26x",
        "https://my.matterport.com/models/SxQL3iGyoDo",
        "ftp://youtu.be/aqz-KE-bpKQ",
        "https://[youtu.be/aqz-KE-bpKQ",
        "",
    ],
)
def test_what_is_not_a_film_of_theirs_is_not(address: str) -> None:
    assert recording(address) is None


@pytest.mark.parametrize(
    "address", ["https://example.org/film.mp4", '<iframe src="https://youtu.be/aqz-KE-bpKQ"></iframe>', "un video"]
)
def test_an_editor_reads_what_would_be_right(address: str) -> None:
    with override("it"), pytest.raises(ValidationError) as raised:
        RecordingAddressBlock().clean(address)
    words = " ".join(raised.value.messages)
    assert "Questo non è l’indirizzo di un video" in words
    assert "https://www.youtube.com/watch?v=" in words
    assert all(provider.name in words for provider in PROVIDERS)


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)
def test_every_provider_s_example_is_one(provider: object) -> None:
    shown = recording(provider.example)  # type: ignore[attr-defined] # a parameter of pytest's
    assert shown
    assert shown.provider == provider
