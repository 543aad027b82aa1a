"""The register of cooperation: what the articles of an archive tell of meetings, visits, signings,
persons in office and promises, joined into entries.

Reading finds it article by article (`indexer.reading.register`), storage keeps it beside the
articles; here it is put together, once for each state of the archive.
"""
