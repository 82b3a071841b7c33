import ouroboros


class Connection:
    pass


pool = []


def use():
    connection = Connection()
    pool.append(connection)


try:
    with ouroboros.no_leaks():
        use()
except AssertionError as error:
    print(error)

connection = pool[0]
try:
    ouroboros.assert_freed(connection)
except AssertionError as error:
    print(error)
pool.clear()
ouroboros.assert_freed(connection)
print("nobody else holds it")
