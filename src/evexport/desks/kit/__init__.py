"""What every desk's pages are made of: base page, components, forms, words in two languages, headers."""
