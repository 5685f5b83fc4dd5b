"""Several reports of one patient as one course, its tables and its picture."""
