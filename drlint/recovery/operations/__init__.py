"""What the operations of AWS do in a recovery: data, with sources, and how it is asked."""
