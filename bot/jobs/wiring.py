"""The durable jobs of a worker process, put together by hand.

Apart from the rest of the wiring: what only answers has no need of Slack and DBOS, which take
half a second to import.
"""

from sqlalchemy.engine import make_url

from bot.audience import Audience
from bot.home import HomeTab
from bot.inbox import Inbox
from bot.jobs.answer import AnswerJob
from bot.jobs.reindex import ReindexJob
from bot.jobs.runtime import Jobs
from bot.jobs.schedule import Planned, Schedule
from bot.jobs.switch import SwitchJob
from bot.jobs.trial import TrialJob
from bot.model_table import build_table
from bot.settings import Settings, SettingsError, SourceSection
from bot.slack import make_client
from bot.state.choices import Choices
from bot.state.deliveries import Deliveries
from bot.state.questions import Questions
from bot.state.tables import open_state
from bot.wiring import build_answerer, build_store, configured_sources
from indexing.sources.base import Source


def build_jobs(settings: Settings) -> Jobs:
    """The durable jobs of a worker process."""
    token, api_url = settings.token("slack_bot_token"), settings.environment.slack_api_url
    patient = make_client(token, api_url, patient=True)
    state = open_state(settings.database("state"))
    store = build_store(settings)
    answerer = build_answerer(settings, store)
    choices, audience = Choices(state), Audience(patient)
    configured = configured_sources(settings)
    rules = {source.name: source.access for source in configured}
    inbox = Inbox(state)
    planned = [_planned(source, settings.file.sources[source.name]) for source in configured]
    answer = AnswerJob(
        answerer=answerer,
        questions=Questions(state),
        deliveries=Deliveries(state),
        choices=choices,
        audience=audience,
        eager=make_client(token, api_url, repeats=False),
        patient=patient,
        poster=make_client(token, api_url, patient=True, repeats=False),
        outsiders=settings.file.answers.outsiders,
    )
    arguments = ["--home", str(settings.home)]
    if settings.config:
        arguments += ["--config", str(settings.config)]
    table = build_table(settings)
    return Jobs(
        jobs_url(settings),
        state,
        answer,
        ReindexJob(arguments, choices, patient, audience, store.client, rules),
        SwitchJob(answerer.registry, table, patient, HomeTab(table, settings.admins)),
        TrialJob(answerer, audience, patient),
        Schedule(
            planned, store.client, lambda job_id, name: inbox.reindex(job_id, "", "", name, False)
        ),
        settings.file.retention_days,
    )


def _planned(source: Source, entry: SourceSection) -> Planned:
    folder = source.location if entry.watch and source.kind == "folder" else ""
    return Planned(source.name, source.kind, source.location, entry.schedule, folder)


def jobs_url(settings: Settings) -> str:
    """Where DBOS keeps its queues. It takes the plain postgresql:// form."""
    url = settings.database("jobs")
    try:
        make_url(url)
    except Exception as error:
        raise SettingsError("DATABASE_URL is not a database URL.") from error
    return url
