"""What the ingester stores."""
