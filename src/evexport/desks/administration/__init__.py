"""The administrator's desk: who may sign in as what, which systems hold keys, how organisations are reached, what is stuck."""
