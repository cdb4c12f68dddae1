"""What measures servers: the same data, the same questions, the same client."""
