import ouroboros


def show(item):
    print(ouroboros.explain(item))


shelf = ["Dune"]
box = {"books": shelf}
show(shelf)
for holder in ouroboros.holders(shelf):
    print(holder.kind, "-", holder.text)
print(ouroboros.why_alive(shelf)[0])
print(ouroboros.audit().ok)
