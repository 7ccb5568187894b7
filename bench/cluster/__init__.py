"""The load of ``bench/bench_cluster.py``: cashiers, readers, a month-end run, and what must hold."""
