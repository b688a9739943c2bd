"""Slack's Web API: one module a family of methods, and the table that names them all."""
