"""Messages to those whom a deed concerns: inbox, e-mail, signed webhooks; each led from the ledger by a cursor of its own."""
