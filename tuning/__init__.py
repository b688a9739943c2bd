"""What trains the shipped weights. No part of it runs on the way to an answer."""
