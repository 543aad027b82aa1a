"""The archive on an OpenSearch cluster: for collections beyond one machine, or that may not lose
one.

The cluster holds the postings, finds what matches, counts it and offers candidates; scores, order
and the reading of queries are those of the local index, computed by the same code. Nothing imports
this room unless an archive in a cluster is asked for, and it needs no library beyond the standard
one: eight calls over HTTP.
"""
