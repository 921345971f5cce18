"""Gate 1: the yearly filing, its review and the published list."""
