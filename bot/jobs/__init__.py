"""Durable jobs: DBOS workflows that survive a crash."""
