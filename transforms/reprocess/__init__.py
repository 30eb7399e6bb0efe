"""The archive read anew by today's reader, with nothing fetched, and published as one release: `run.reprocess`.

    pages    every archived page of the sites and nights → a story          any process, any machine: `crew`
    fold     stories in order of night → the articles of each night
    texts    articles of those nights → mentions and claims                 any process, any machine
    linking  nights in order → one state of the lake, ids kept              one process
    release  checked and published as one, then put where the nights' own files lie

What was read lies under `runs/reprocess/<reader>` until it is published, keyed by what it was made of: a run that was
killed is typed again and goes on. A worker loads only what it reads with, so nothing is imported here.
"""
