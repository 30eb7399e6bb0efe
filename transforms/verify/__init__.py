"""What is published → whether it still stands on what it was made from: checksums, references, archived bytes.

whole.py  every file of a release, every reference, every record of the archive that a capture points at
chain.py  one incident, from its figures back to the bytes that each was read from
pages.py  a capture → the archived page
"""
