"""All parts of a workspace, wired by hand."""

from dataclasses import dataclass, field

from workspace.background import Background
from workspace.calls import Calls
from workspace.delivery import Deliverer, Patience
from workspace.events import Events
from workspace.faults import Faults
from workspace.interactions import Interactions
from workspace.limits import Limits, Strictness
from workspace.messages import Messages
from workspace.model import Seed
from workspace.page_sockets import PageSockets
from workspace.response_urls import ResponseUrls
from workspace.sessions import Sessions
from workspace.socket_mode import SocketMode
from workspace.state import State
from workspace.streams import Streams
from workspace.triggers import Triggers
from workspace.views import Views


@dataclass
class House:
    """What the Web API, the page's API and the control work on."""

    state: State
    background: Background
    limits: Limits
    sockets: SocketMode
    deliverer: Deliverer
    pages: PageSockets
    events: Events
    messages: Messages
    streams: Streams
    triggers: Triggers
    response_urls: ResponseUrls
    views: Views
    sessions: Sessions
    interactions: Interactions
    calls: Calls = field(default_factory=Calls)
    faults: Faults = field(default_factory=Faults)
    url: str = ""


def build_house(seed: Seed, strictness: Strictness, patience: Patience) -> House:
    """Every part of a workspace and what it stands on."""
    state = State(seed)
    background = Background()
    sockets = SocketMode(seed.app.id)
    deliverer = Deliverer(sockets, background, patience)
    pages = PageSockets(state)
    events = Events(state, deliverer)
    messages = Messages(state, pages, events)
    streams = Streams(state, messages, pages)
    triggers = Triggers()
    response_urls = ResponseUrls(state, messages)
    views = Views(state, pages)
    return House(
        state=state,
        background=background,
        limits=Limits(strictness),
        sockets=sockets,
        deliverer=deliverer,
        pages=pages,
        events=events,
        messages=messages,
        streams=streams,
        triggers=triggers,
        response_urls=response_urls,
        views=views,
        sessions=Sessions(state, pages, events, streams, background),
        interactions=Interactions(state, deliverer, triggers, response_urls, views),
    )
