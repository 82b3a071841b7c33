class Item:
    def __init__(self, name):
        self.name = name


def pair(n):
    hat = Item("hat %d" % n)
    coat = Item("coat %d" % n)
    hat.fits = coat
    coat.fits = hat


for n in range(3):
    pair(n)
shelf = []
shelf.append(shelf)
del shelf
