"""Slack: listeners, delivery, durable jobs, admin commands, and the command line."""
