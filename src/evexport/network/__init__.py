"""Overseas outlets, parts, response, rescue and plans, per market."""
