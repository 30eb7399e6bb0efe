"""`python -m nightdesk` does what `nightdesk` does."""

from nightdesk import main

main()
