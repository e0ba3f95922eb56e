"""Tables as they are shown: measures, regions, markers, several steps."""
