"""What is said of each field in each state: pure functions from a report to ids of statements. No words of their own."""
