"""Bringing notices to their channels: claims, tries, pauses, mail and webhooks."""
