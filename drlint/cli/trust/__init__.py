"""A gate that what it judges cannot loosen: settings from a trusted ref, and from an organisation's bundle."""
