"""Airflow on this machine: its own folder under the data, its processes under a supervisor, on loopback only."""
