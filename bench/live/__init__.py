"""What it costs to tell thousands what happens, in one process, on the machine that also plays the thousands.

    ./dev bench live [viewers …] [--viewers 10000]

Three processes share the machine: the server (`fardplan serve`), the viewers (`bench.live.viewers`), and a publisher
that announces events in the database. Each states the CPU it took itself, since none of them is alone. The same viewers
then follow a bare socket server that only writes the same bytes (`bench.live.bare`): what Python's fastest loop reaches
on this machine, in the same run. Pieces sent are compared and not events: on a busy machine several events go out in
one piece, which costs as much as one.
"""
