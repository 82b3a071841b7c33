import sys, time

moment = time.gmtime(10**9)
year, month, day = moment[:3]
print(year, month, day, moment.tm_zone, moment.tm_gmtoff)
print(sys.get_asyncgen_hooks().firstiter)
try:
    time.struct_time([1, 2])
except TypeError as error:
    print(error)
