"""The inbox of every desk: what one was told, over which channels one is told, and how that went."""
