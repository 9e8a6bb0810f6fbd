"""What goes wrong around the app: its files, its disk, its clock."""
