"""The words of the field, as rows. No functions but `rows.expand`, no patterns."""
