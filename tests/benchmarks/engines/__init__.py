"""The engines compared, each behind the same few methods: build, open, ask."""
