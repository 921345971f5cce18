"""Pages for everyone: the rules, the published list, the licence check, registers. No sign-in is needed."""
