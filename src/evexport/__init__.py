"""Export-licence management for battery-electric passenger cars, from the yearly filing to each VIN's write-off."""
