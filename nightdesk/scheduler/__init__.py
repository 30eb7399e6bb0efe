"""What Airflow's workers and triggerer import: the operator, its failure policy, the assets, the messages.

Only this folder and `dags/` know Airflow; nothing else in `nightdesk` imports it.
"""
