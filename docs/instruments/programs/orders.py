class Order:
    def __init__(self, n):
        self.lines = ["line %d" % i for i in range(n % 7)]


orders = []
for day in range(30):
    for n in range(200):
        orders.append(Order(n))
kept = orders[::500]
orders = None
text = "x" * 3_000_000
del text
words = {}
for i in range(2000):
    words["word%d" % i] = i
