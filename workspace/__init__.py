"""A local Slack-compatible server with a web page: the demo, and what the tests talk to."""
