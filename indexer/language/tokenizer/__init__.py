"""From text to tokens: the rules, then the terms that are indexed."""
