"""Changes to the user's source: a text in, the same text with one thing changed out; nothing else is touched."""
