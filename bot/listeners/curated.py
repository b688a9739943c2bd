"""/curate, for admins: pin an answer to questions in a modal, list them, remove one."""

import datetime
import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from answering.curated import CuratedAnswer, CuratedError, drafted, most_urgent_first
from bot.blocks import Block, fitting, safe
from bot.listeners.admins import FOR_ADMINS
from bot.private import respond
from bot.state.curated import Curated

EDIT = "curated_edit"
REMOVE = "curated_remove"

_EXCERPT = 300
_USAGE = "Usage: `/curate` opens a form, `/curate list` shows all, `/curate remove ID` removes one."


class Curate:
    """The command, its modal, and the buttons of the list."""

    def __init__(self, curated: Curated, admins: Collection[str]) -> None:
        self._curated = curated
        self._admins = admins

    def register(self, app: App) -> None:
        """Listen for the command, the modal and the buttons."""
        app.command("/curate")(self.on_curate)
        app.view("curate")(self.on_submit)
        app.action(re.compile(f"^{EDIT}:"))(self.on_edit)
        app.action(re.compile(f"^{REMOVE}:"))(self.on_remove)

    def on_curate(self, ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        """Open an empty form, list, or remove."""
        user = command["user_id"]
        if user not in self._admins:
            ack(FOR_ADMINS.format(user=user))
            return
        word, _, id = (command.get("text") or "").strip().partition(" ")
        if word == "list" and not id:
            ack(text="Curated answers", blocks=list_blocks(self._curated.all(), _today()))
        elif word == "remove" and id:
            ack(self._removed(id.strip(), user))
        elif word:
            ack(_USAGE)
        else:
            metadata = {"response_url": command["response_url"]}
            ack(_opened(client, command["trigger_id"], modal(None, metadata)))

    def on_edit(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient
    ) -> None:
        """Open the form with what is kept."""
        ack()
        answer = self._curated.get(action["value"])
        url = body.get("response_url", "")
        if body["user"]["id"] not in self._admins:
            respond(url, FOR_ADMINS.format(user=body["user"]["id"]))
        elif answer is None:
            respond(url, _gone(action["value"]))
        else:
            view = modal(answer, {"response_url": url, "listed": True})
            failed = _opened(client, body["trigger_id"], view)
            if failed:
                respond(url, failed)

    def on_remove(self, ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Remove one and show the rest."""
        ack()
        user, url = body["user"]["id"], body.get("response_url", "")
        if user not in self._admins:
            respond(url, FOR_ADMINS.format(user=user))
            return
        text = self._removed(action["value"], user)
        respond(url, text, list_blocks(self._curated.all(), _today(), text), replace=True)

    def on_submit(self, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        """Keep what was typed, or say below each field what is wrong with it."""
        user = body["user"]["id"]
        if user not in self._admins:
            errors = {"patterns": FOR_ADMINS.format(user=user)}
            ack(response_action="errors", errors=errors)
            return
        metadata = json.loads(view["private_metadata"])
        try:
            answer = _typed(view["state"]["values"], metadata.get("id", ""))
        except CuratedError as error:
            ack(response_action="errors", errors=dict(error.problems))
            return
        kept = self._curated.keep(answer, user)
        ack()
        text = f"From the next question on, curated answer `{kept.id}` is given to: "
        text += safe("; ".join(kept.patterns))
        if metadata.get("listed"):
            blocks = list_blocks(self._curated.all(), _today(), text)
            respond(metadata["response_url"], text, blocks, replace=True)
        else:
            respond(metadata["response_url"], text)

    def _removed(self, id: str, user: str) -> str:
        gone = self._curated.remove(id, user)
        return f"Removed curated answer `{id}`: {safe(gone.patterns[0])}" if gone else _gone(id)


def list_blocks(
    answers: Sequence[CuratedAnswer], today: datetime.date, said: str = ""
) -> list[Block]:
    """The answers whose review is due first, each with its buttons; `said` stands on top."""
    blocks = [_section(said)] if said else []
    if not answers:
        return [*blocks, _section("Nothing is curated yet; `/curate` pins the first answer.")]
    entries = [
        [_section(_entry(each, today)), _buttons(each)] for each in most_urgent_first(answers)
    ]
    rest = "… and {} more; `footnote curated list` has them all."
    return [*blocks, *fitting(entries, blocks, rest)]


def _entry(answer: CuratedAnswer, today: datetime.date) -> str:
    text = answer.text if len(answer.text) <= _EXCERPT else f"{answer.text[:_EXCERPT]} …"
    review = f"review by {answer.review_by.isoformat()}" if answer.review_by else "no review date"
    if answer.overdue(today):
        review = f"⚠️ *overdue for review* since {answer.review_by}"
    facts = f"`{answer.id}` · {safe(answer.owner)} · {review} · {', '.join(sorted(answer.readers))}"
    questions = safe("\n".join(answer.patterns))[:_EXCERPT]
    return f"*Questions*\n{questions}\n*Answer*\n{safe(text)}\n{facts}"


def _buttons(answer: CuratedAnswer) -> Block:
    edit = _button("Edit", EDIT, answer)
    remove = _button("Remove", REMOVE, answer) | {
        "style": "danger",
        "confirm": {
            "title": {"type": "plain_text", "text": "Remove this answer?"},
            "text": {"type": "plain_text", "text": "Then the documents answer again."},
            "confirm": {"type": "plain_text", "text": "Yes"},
            "deny": {"type": "plain_text", "text": "No"},
        },
    }
    return {"type": "actions", "elements": [edit, remove]}


def _button(label: str, action: str, answer: CuratedAnswer) -> Block:
    text = {"type": "plain_text", "text": label}
    return {
        "type": "button",
        "text": text,
        "action_id": f"{action}:{answer.id}",
        "value": answer.id,
    }


def modal(answer: CuratedAnswer | None, metadata: Mapping[str, Any]) -> Block:
    """The form, empty or with what is kept; `metadata` comes back when it is submitted."""
    fields = [
        _field("patterns", "Questions, one a line; * stands for any words", True),
        _field("text", "Answer, in Markdown", True),
        _field("owner", "Owner: the person or channel to ask about it", False),
        _field("review_by", "Review by, such as 2027-03-01", False, optional=True),
        _field("sources", "Documents it is based on, one a line", True, optional=True),
        _field("readers", "Who may read it: everyone, group:ID, channel:ID, user:ID", False, True),
    ]
    if answer is not None:
        kept = {
            "patterns": "\n".join(answer.patterns),
            "text": answer.text,
            "owner": answer.owner,
            "review_by": answer.review_by.isoformat() if answer.review_by else "",
            "sources": "\n".join(answer.sources),
            "readers": ", ".join(sorted(answer.readers)),
        }
        for field in fields:
            if kept[field["block_id"]]:
                field["element"]["initial_value"] = kept[field["block_id"]]
        metadata = {**metadata, "id": answer.id}
    return {
        "type": "modal",
        "callback_id": "curate",
        "title": {"type": "plain_text", "text": "Curated answer"},
        "submit": {"type": "plain_text", "text": "Keep"},
        "close": {"type": "plain_text", "text": "Cancel"},
        "private_metadata": json.dumps(metadata),
        "blocks": fields,
    }


def _field(name: str, label: str, multiline: bool, optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "optional": optional,
        "label": {"type": "plain_text", "text": label},
        "element": {"type": "plain_text_input", "action_id": "value", "multiline": multiline},
    }


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:2900]}}


def _typed(values: Mapping[str, Any], id: str) -> CuratedAnswer:
    fields = {block: str(state["value"].get("value") or "") for block, state in values.items()}
    return drafted(
        patterns=fields.get("patterns", "").splitlines(),
        text=fields.get("text", ""),
        owner=fields.get("owner", ""),
        review_by=fields.get("review_by", ""),
        readers=fields.get("readers", "").replace(",", " ").split(),
        sources=fields.get("sources", "").splitlines(),
        id=id,
        today=_today(),
    )


def _opened(client: WebClient, trigger_id: str, view: dict[str, Any]) -> str:
    """Open the modal; why that did not work, or nothing."""
    try:
        client.views_open(trigger_id=trigger_id, view=view)
    except SlackApiError as error:
        return f"Slack did not open the form ({error.response.get('error')}); try again."
    return ""


def _gone(id: str) -> str:
    return f"There is no curated answer `{safe(id)}`; `/curate list` shows what there is."


def _today() -> datetime.date:
    return datetime.date.today()
