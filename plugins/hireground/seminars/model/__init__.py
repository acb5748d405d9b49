"""Turn front matter into seminars and their sessions: frozen, and valid once they exist."""
