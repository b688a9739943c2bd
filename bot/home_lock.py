"""One process of a kind for each home."""

import fcntl
import logging
from pathlib import Path
from typing import IO

from bot.settings import SettingsError

log = logging.getLogger(__name__)


class HomeLock:
    """Held until it is closed, or its process ends, however that comes about.

    Raises SettingsError where `home` cannot be written.
    """

    def __init__(self, home: Path, name: str) -> None:
        self._home, self._name = home, name
        try:
            self._file: IO[str] = (home / f"{name}.lock").open("w")
        except OSError as error:
            raise SettingsError(f"The home {home} cannot be written: {error.strerror}.") from error

    def take(self) -> bool:
        """Take it; False if another process holds it."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait(self) -> None:
        """Take it, as soon as the process that holds it ends."""
        if not self.take():
            log.warning("Another %s serves %s; this one waits for its end", self._name, self._home)
            fcntl.flock(self._file, fcntl.LOCK_EX)

    def close(self) -> None:
        """Leave it to the next."""
        self._file.close()
