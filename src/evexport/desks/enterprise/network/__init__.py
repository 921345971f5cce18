"""Service network and authorisations of a maker, and what an exporter was authorised for."""
