"""Prepared examples -> a tuned model: Trainer, peft and datasets do the work."""
