"""PDF and Word, written so that they look and read like a public document."""
