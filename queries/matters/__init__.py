"""Problems and needs: where they are, who has them, how they were solved."""
