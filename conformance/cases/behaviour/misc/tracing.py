# from 3.9
import tracemalloc, sys
tracemalloc.start(5)
def make(n): return [bytearray(1000) for _ in range(n)]
a = make(10)
s1 = tracemalloc.take_snapshot()
b = make(20)
s2 = tracemalloc.take_snapshot()
flt = [tracemalloc.Filter(True, __file__)]
top = s2.filter_traces(flt).compare_to(s1.filter_traces(flt), 'lineno')
print([(d.traceback[0].lineno, d.size_diff > 19000, d.count_diff >= 20) for d in top[:1]])
tb = tracemalloc.get_object_traceback(b[3]); print([f.lineno for f in tb][-3:], tb.total_nframe)
print(tb.format()[-1])
cur, peak = tracemalloc.get_traced_memory(); del a, b; cur2, peak2 = tracemalloc.get_traced_memory(); print(cur - cur2 > 29000, peak2 >= peak)
tracemalloc.reset_peak(); print(tracemalloc.get_traced_memory()[1] < peak)
tracemalloc.clear_traces(); print(tracemalloc.get_traced_memory()[0] < 5000)
x = object(); print(tracemalloc.get_object_traceback(x) is not None, tracemalloc.get_object_traceback(5))
tracemalloc.stop(); print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory(), tracemalloc.get_object_traceback(x))
tracemalloc.start(); tracemalloc.start(3); print(tracemalloc.get_traceback_limit())
for bad in (0, -1, 70000, 'a'):
    try: tracemalloc.start(bad)
    except Exception as e: print(type(e).__name__, e)
kept = make(3); stats = tracemalloc.take_snapshot().statistics('filename'); print(len(stats) > 0, type(stats[0]).__name__)
