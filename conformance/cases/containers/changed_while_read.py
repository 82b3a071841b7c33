"""Lists, sets and iterators that change while they are compared, assigned, sorted or read."""


class Clears:
    def __init__(self, *lists):
        self.lists = lists

    def __eq__(self, other):
        for one in self.lists:
            one.clear()
        return NotImplemented


first, second = [], []
first.append(Clears(second))
second.append(Clears(first))
print(first == second, first, second)
third = []
third.append(Clears(third))
print(third == [1])

data = list(range(10))


class Kills:
    def __init__(self, item):
        self.item = item

    def __del__(self):
        if self.item == 5:
            data[:] = range(3)

    def __lt__(self, other):
        return self.item < other.item


try:
    data.sort(key=Kills)
except ValueError as error:
    print(error)
print(data)


class Hinted:
    def __iter__(self):
        return iter(())

    def __length_hint__(self):
        return 2 ** 63 - 1


grown = [1, 2]
grown.extend(Hinted())
print(grown)
try:
    set().difference(123)
except TypeError as error:
    print(error)


class Hashed(int):
    count = 0

    def __hash__(self):
        Hashed.count += 1
        return int(self)


keys = {Hashed(n) for n in range(5)}
print(len(dict.fromkeys(keys)), Hashed.count)
