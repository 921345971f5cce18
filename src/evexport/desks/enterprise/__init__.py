"""The enterprise desk: makers file and keep their network, makers and exporters draw licences and read what was decided."""
