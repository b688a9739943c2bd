"""The training of the span model, answering/spans."""
