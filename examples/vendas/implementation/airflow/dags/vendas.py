"""Constrói as vendas por estado uma vez por dia (specs/product-canvas/slas.yaml diz D-1)."""

from datetime import datetime

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG(dag_id="vendas_por_estado", schedule="0 5 * * *", start_date=datetime(2025, 1, 1), catchup=False):
    BashOperator(task_id="build", bash_command="dbt build --select +fct_vendas_por_estado")
