"""What is done with assessments: begun and finished, answered, planned."""
