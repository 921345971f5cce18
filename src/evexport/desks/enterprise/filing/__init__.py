"""The yearly filing, from the first section to the receipt."""
