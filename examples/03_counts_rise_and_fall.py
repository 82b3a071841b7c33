"""Who else holds a string: names, a list, a dict, an object, a bound method.

Prints how the count of one string made at run time changes with each holder
that comes and goes: 2 3 4 5 6 5 4 3 2, then 2 and 3 for an object whose bound
method is kept (the method holds the object), and 2 again.
"""
import sys


class Letter:
    def __init__(self, text):
        self.text = text

    def read(self):
        return self.text


word = "".join(["re", "ference"])
counts = [sys.getrefcount(word)]

other = word
counts.append(sys.getrefcount(word))
drawer = [1, word, "x"]
counts.append(sys.getrefcount(word))
index = {"key": word}
counts.append(sys.getrefcount(word))
letter = Letter(word)
counts.append(sys.getrefcount(word))

del letter
counts.append(sys.getrefcount(word))
index.clear()
counts.append(sys.getrefcount(word))
drawer.remove(word)
counts.append(sys.getrefcount(word))
other = None
counts.append(sys.getrefcount(word))
print(*counts)

note = Letter("hello")
print(sys.getrefcount(note))
reader = note.read
print(sys.getrefcount(note))
del reader
print(sys.getrefcount(note))
