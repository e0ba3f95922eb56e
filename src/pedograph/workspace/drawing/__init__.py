"""Steps as they are drawn: prints, regions, overlays, stance, and the handles that correct them."""
