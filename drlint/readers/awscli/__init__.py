"""Commands of the AWS CLI, held against an index of what it knows; nothing is run, fetched or opened."""
