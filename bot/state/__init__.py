"""What the bot must remember: questions, answers, deliveries, votes, choices."""
