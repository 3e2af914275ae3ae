"""Answers for people: tables on the terminal, one page to forward. Shows what the rooms before it found."""
