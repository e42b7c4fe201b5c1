"""What a file is: CSV files and spreadsheets as rows of cells with their places."""
