"""The tables of an installation, made before anything needs them."""

from dbos import DBOS

from bot.settings import Settings
from bot.state.tables import open_state


def prepare(settings: Settings) -> None:
    """Make the state's and the jobs' tables where they are missing; safe to repeat."""
    open_state(settings.database("state")).dispose()
    DBOS.migrate(system_database_url=settings.database("jobs"))
