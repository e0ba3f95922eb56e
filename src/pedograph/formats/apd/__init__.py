"""APD, the exchange format of several vendors: a single image, or the frames of a step."""
