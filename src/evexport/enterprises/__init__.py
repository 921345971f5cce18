"""Makers and exporters as enterprises, with their history."""
