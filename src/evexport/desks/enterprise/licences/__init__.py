"""Applications, the licence wallet and shipment plans."""
