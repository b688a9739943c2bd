"""HTTP delivery: signed requests to the app's own address, as an alternative to Socket Mode."""

import hashlib
import hmac
import json
import secrets
import time
from urllib.parse import urlencode, urlsplit

import aiohttp

from workspace.delivery import Ack, Envelope, acked, sent
from workspace.model import Json

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class HttpDelivery:
    """Posts to one request URL on this machine."""

    def __init__(self, request_url: str, signing_secret: str):
        if urlsplit(request_url).hostname not in LOOPBACK:
            raise ValueError(f"The request URL must be on this machine: {request_url}")
        self.request_url = request_url
        self._secret = signing_secret

    async def verify(self, token: str, seconds: float) -> bool:
        """Slack's check when a URL is entered: the app must echo a challenge."""
        challenge = secrets.token_urlsafe(24)
        body = {"type": "url_verification", "token": token, "challenge": challenge}
        reply = await self._post(json.dumps(body), "application/json", {}, seconds)
        return reply is not None and reply[1].strip().strip('"').find(challenge) >= 0

    async def send(self, envelope: Envelope, seconds: float) -> Ack | None:
        """Events as JSON; commands and interactions as forms. 2xx within time is an ack."""
        headers: dict[str, str] = {}
        if envelope.kind == "events_api":
            body, content_type = json.dumps(envelope.payload), "application/json"
            if envelope.attempt.retry_attempt:
                headers["X-Slack-Retry-Num"] = str(envelope.attempt.retry_attempt)
                headers["X-Slack-Retry-Reason"] = f"http_{envelope.retry_reason}"
        else:
            body, content_type = _form(envelope), "application/x-www-form-urlencoded"
        sent(envelope.attempt)
        reply = await self._post(body, content_type, headers, seconds)
        if reply is None or not 200 <= reply[0] < 300:
            return None
        acked(envelope.attempt)
        return Ack(_payload(reply[1]))

    async def _post(
        self, body: str, content_type: str, headers: dict[str, str], seconds: float
    ) -> tuple[int, str] | None:
        timestamp = str(int(time.time()))
        signed = {
            **headers,
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }
        timeout = aiohttp.ClientTimeout(total=seconds)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self.request_url, data=body.encode(), headers=signed) as response,
            ):
                return response.status, await response.text()
        except (aiohttp.ClientError, TimeoutError):
            return None


def signature(secret: str, timestamp: str, body: str) -> str:
    """Slack's request signature, version 0."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256)
    return f"v0={digest.hexdigest()}"


def _form(envelope: Envelope) -> str:
    if envelope.kind == "interactive":
        return urlencode({"payload": json.dumps(envelope.payload)})
    return urlencode(envelope.payload)


def _payload(text: str) -> Json:
    if not text.strip():
        return {}
    try:
        decoded = json.loads(text)
    except ValueError:
        return {"text": text}
    return decoded if isinstance(decoded, dict) else {}
