"""drlint checks whether what runs on AWS can be recovered after a disaster."""

__version__ = "0.1.0"
