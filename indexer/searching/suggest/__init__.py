"""What may be typed next, what may have been meant, and what is related."""
