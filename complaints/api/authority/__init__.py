"""Who may speak for a right: rights, permissions, registers, proof, alarms."""
