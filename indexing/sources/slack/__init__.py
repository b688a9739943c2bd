"""Slack: the history of channels, by the API or from an export."""
