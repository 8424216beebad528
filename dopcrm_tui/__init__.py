"""dopcrm."""
