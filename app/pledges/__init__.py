"""Household pledges "Gia đình an toàn về ANTT": one valid pledge per household and calendar year."""
