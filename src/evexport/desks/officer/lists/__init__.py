"""The yearly list on the ministry's desk: its round, notices, publication, what stands on it, the enterprises themselves."""
