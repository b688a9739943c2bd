"""`footnote` as people type it, without the seconds that a process of its own takes to start."""

from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app


def footnote(*arguments: object, **environment: str) -> Result:
    """Run the command with these arguments and, besides ours, this environment.

    What it does not expect itself is raised here.
    """
    return CliRunner().invoke(
        app, [str(each) for each in arguments], env=environment, catch_exceptions=False
    )
