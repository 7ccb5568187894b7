"""The load of ``bench/bench_cluster.py``: cashiers, readers, a run, and what must hold."""
