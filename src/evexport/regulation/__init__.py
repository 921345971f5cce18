"""The law as data and the criteria as functions from facts to findings. Pure Python."""
