"""What several tests need: small libraries, drivers for the program on pipes and on a terminal."""
