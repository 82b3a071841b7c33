import time

fields = (2020, 1, 1, 0, 0, 0, 0, 1, 0)
print(time.strftime('%Z %z', time.gmtime(0)))
print(time.struct_time(fields).tm_zone)
print(time.strftime('%z', time.struct_time(fields)), time.strftime('%z', fields))
print(time.strftime('%Z %z', time.struct_time(fields + ('XYZ', 3600))))
for hidden in ((5, 3600), ('XYZ', 'a'), ('XYZ', 2**70)):
    for use in (lambda t: time.strftime('%Z', t), time.mktime, time.asctime):
        try:
            print(use(time.struct_time(fields + hidden)))
        except (TypeError, OverflowError) as error:
            print(type(error).__name__, error)
