"""Reference ranges: published, and a user's own."""
