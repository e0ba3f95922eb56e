"""RSscan footscan: entire plate and dynamic roll off."""
