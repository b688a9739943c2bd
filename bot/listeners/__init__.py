"""Slack events in, durable jobs out. Nothing slow happens here."""
