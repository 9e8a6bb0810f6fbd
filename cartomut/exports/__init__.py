"""What leaves the screen: tables and pictures, with their dataset, source and date."""
