"""How often a job was begun: one that ends its worker would begin with every new one."""

from sqlalchemy import Engine, delete, insert, select, update

from bot.state.tables import starts


class Starts:
    """The starts table: jobs that have begun and not ended."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begun(self, job_id: str) -> int:
        """Note that a job begins; returns how often it has, this time included."""
        mine = starts.c.job_id == job_id
        with self._engine.begin() as connection:
            again = connection.execute(update(starts).where(mine).values(times=starts.c.times + 1))
            if not again.rowcount:
                connection.execute(insert(starts).values(job_id=job_id, times=1))
            return int(connection.scalar(select(starts.c.times).where(mine)) or 0)

    def ended(self, job_id: str) -> None:
        """Forget a job: its worker lived to see the end of it."""
        with self._engine.begin() as connection:
            connection.execute(delete(starts).where(starts.c.job_id == job_id))
