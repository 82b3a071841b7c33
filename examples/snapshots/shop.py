class Item:
    def __init__(self, name, price):
        self.name = name
        self.price = price
        self.related = []


class Cart:
    def __init__(self, owner):
        self.owner = owner
        self.items = []


class User:
    def __init__(self, name):
        self.name = name
        self.cart = Cart(self)


def visit(number):
    user = User('user %d' % number)
    for i in range(50):
        user.cart.items.append(Item('item %d' % (i % 5), i * 1.5))
    recent.append(user.cart.items[0])
    return len(user.cart.items)


recent = []
total = 0
for number in range(20):
    total += visit(number)
print(total, 'items')
