"""Mails: what came in, and letters to be sent."""
