"""How right the parser is on annotated reports, and first drafts of such annotations."""
