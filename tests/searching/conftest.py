"""Property tests of searching run on shared machines: the time of one example says nothing."""

from hypothesis import settings

settings.register_profile("searching", deadline=None)
settings.load_profile("searching")
