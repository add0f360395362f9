"""Rules of chapter 5: pure, and testable without a database."""
