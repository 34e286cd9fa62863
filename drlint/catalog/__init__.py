"""What each AWS kind looks like, from Terraform's side and from the API's."""
