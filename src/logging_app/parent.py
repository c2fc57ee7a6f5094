"""A child process that must not outlive its parent, not even one that was killed and could not say goodbye."""

import ctypes
import os
import signal
import sys
import threading

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


class StopOrOrphan:
    """In a child process: its `stop`, which is set too once `parent` is gone."""

    def __init__(self, stop: threading.Event, parent: int) -> None:
        self._stop = stop
        self._parent = parent
        have_a_signal_when_the_parent_dies()

    def is_set(self) -> bool:
        """On any system; and where the parent was gone before it could be asked to send a signal."""
        if os.getppid() != self._parent:
            self._stop.set()
        return self._stop.is_set()


def have_a_signal_when_the_parent_dies() -> None:
    """SIGTERM, from Linux, so that who waits for something else hears of it too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
