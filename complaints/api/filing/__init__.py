"""What filers send in: complaints with their targets, questions, notices, documents, histories."""
