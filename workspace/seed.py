"""The demo team: a small company, its channels, and the app that it installed.

Tokens are constants, so that a demo needs no configuration. They open nothing but a server
on this machine's own 127.0.0.1.
"""

from workspace.model import App, Channel, Command, Seed, Shortcut, Team, User, UserGroup

BOT_TOKEN = "xoxb-workspace-bot"  # noqa: S105
APP_TOKEN = "xapp-workspace-app"  # noqa: S105
SIGNING_SECRET = "workspace-signing-secret"  # noqa: S105

TEAM = Team("T0FOOTNOTE", "Fernleaf", "fernleaf")

EMMA = User(
    "U0EMMA", "emma", "Emma Lindqvist", "Product designer", "emma@fernleaf.example", "2f855a"
)
HANNAH = User(
    "U0HANNAH", "hannah", "Hannah Osei", "People partner", "hannah@fernleaf.example", "b83280"
)
ALEX = User("U0ALEX", "alex", "Alex Moreau", "IT", "alex@fernleaf.example", "2b6cb0", is_admin=True)
GUEST = User(
    "U0GUEST", "guest", "Robin Vale", "Contractor (guest)", "robin@vale.example", "975a16",
    is_restricted=True, is_ultra_restricted=True,
)  # fmt: skip
BOT = User(
    "U0FOOTNOTE", "footnote", "Footnote", "App", color="5a3d8a", is_bot=True, bot_id="B0FOOTNOTE"
)

SCOPES = frozenset({
    "app_mentions:read", "assistant:write", "chat:write", "commands", "im:history", "im:read",
    "im:write", "channels:history", "channels:read", "groups:history", "groups:read",
    "usergroups:read", "files:read", "reactions:write", "users:read",
})  # fmt: skip

EVENTS = frozenset({
    "app_home_opened", "app_context_changed", "app_mention", "message.im", "message.channels",
    "message.groups", "agent_session_stopped", "app_uninstalled", "tokens_revoked",
})  # fmt: skip

APP = App(
    id="A0FOOTNOTE",
    name="Footnote",
    description="Answers questions from company documents, with sources",
    bot_user_id=BOT.id,
    bot_id=BOT.bot_id,
    bot_token=BOT_TOKEN,
    app_token=APP_TOKEN,
    signing_secret=SIGNING_SECRET,
    verification_token="workspace-verification",  # noqa: S106
    scopes=SCOPES,
    events=EVENTS,
    commands=(
        Command("/ask", "Ask the company documents", "[question]", should_escape=True),
        Command("/reindex", "Bring the index up to date", "[source] [--full]"),
        Command(
            "/model",
            "List, switch or try models",
            "[list|status|use NAME [#channel]|test QUESTION|compare A B QUESTION]",
            should_escape=True,
        ),
        Command("/curate", "Pin an answer to a question", "[list|remove ID]"),
    ),
    shortcuts=(
        Shortcut(
            "Ask the docs about this", "ask_about_message", "Answer this message from the documents"
        ),
    ),
    suggested_prompts=(("What can you do?", "What can you help me with?"),),
)


def demo_seed() -> Seed:
    """A fresh copy of the demo team: channels change while a workspace runs."""
    staff = [EMMA.id, HANNAH.id, ALEX.id]
    channels = [
        Channel("C0GENERAL", "general", [*staff], topic="Company-wide news and questions"),
        Channel(
            "C0HELP", "ask-footnote", [*staff, GUEST.id, BOT.id],
            topic="Ask about policies, tools and how we work",
        ),
        Channel(
            "C0PEOPLE", "people-ops", [HANNAH.id, ALEX.id, BOT.id], is_private=True,
            topic="People team only",
        ),
        Channel("C0RANDOM", "random", [*staff], topic="Anything else"),
    ]  # fmt: skip
    direct = [
        Channel(f"D0{user.name.upper()}", "", [user.id, BOT.id], is_im=True)
        for user in (EMMA, HANNAH, ALEX, GUEST)
    ]
    return Seed(
        team=TEAM,
        users=(EMMA, HANNAH, ALEX, GUEST, BOT),
        channels=(*channels, *direct),
        usergroups=(UserGroup("S0HR", "hr", (HANNAH.id,)),),
        app=APP,
    )
