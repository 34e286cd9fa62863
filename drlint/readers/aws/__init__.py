"""What live accounts have, read through AWS's API; the only room that knows boto3."""
