"""What is typed into assessments: the beginning, the answers, the remedies."""
