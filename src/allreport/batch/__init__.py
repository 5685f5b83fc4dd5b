"""Many documents: one after the other or in worker processes, in order, none lost, with bounded memory."""
