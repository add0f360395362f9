"""Incomes that go with a pension: when they are asked for, what was said, what that does to the pension (chapter 19)."""
