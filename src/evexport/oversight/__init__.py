"""What the year's entries show: simulation of the law and what it would touch."""
