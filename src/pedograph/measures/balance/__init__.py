"""Balance between parts of the foot."""
