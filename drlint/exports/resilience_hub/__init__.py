"""Workloads as policies of AWS Resilience Hub."""
