"""What a criterion may know: the shapes of filings, goods, registers, applications and declarations."""
