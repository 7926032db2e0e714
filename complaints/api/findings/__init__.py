"""What a scan reads and what it says of filers: scans, standing, samples, figures, pictures."""
