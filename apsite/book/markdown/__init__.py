"""The book's Markdown, and what other textbooks' Markdown means."""
