"""The search box in other sites: frame, element, feeds."""
