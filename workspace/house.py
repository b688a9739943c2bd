"""All parts of a running workspace, wired together by `workspace.server`."""

from dataclasses import dataclass, field

from workspace.background import Background
from workspace.calls import Calls
from workspace.delivery import Deliverer
from workspace.events import Events
from workspace.faults import Faults
from workspace.interactions import Interactions
from workspace.limits import Limits
from workspace.messages import Messages
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
