"""What an authority hands out: licences, credentials, letters, certificates, the gazette; each made from what was decided."""
