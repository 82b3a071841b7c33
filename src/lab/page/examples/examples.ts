import type { Language } from '../state/settings.ts';

export interface Example {
  id: string;
  title: Record<Language, string>;
  source: string;
}

/** Programs to begin with; the first is in the editor when the page opens. */
export const EXAMPLES: readonly Example[] = [
  {
    id: 'call',
    title: { en: 'What a call costs', zh: '一次调用的代价' },
    source: `import sys

a = ["just", "a", "list"]
print(sys.getrefcount(a))      # the name, and getrefcount's argument

def func(a):
    print(sys.getrefcount(a))  # what does the call itself hold?

func(a)
print(sys.getrefcount(a))
`,
  },
  {
    id: 'cycle',
    title: { en: 'A cycle and the collector', zh: '循环与回收器' },
    source: `import gc

class Node:
    def __init__(self, name):
        self.name = name
        self.next = None

a = Node("a")
b = Node("b")
c = Node("c")
a.next = b
b.next = a      # a and b hold each other
c.next = a      # c only looks on
kept = c.next
del a, b
kept = None
c.next = None   # now nothing leads to the two
print("collected:", gc.collect())
`,
  },
  {
    id: 'linked',
    title: { en: 'A linked list, turned round', zh: '反转链表' },
    source: `class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next

head = None
for n in (3, 2, 1):
    head = Node(n, head)

def reverse(head):
    done = None
    while head is not None:
        rest = head.next
        head.next = done
        done = head
        head = rest
    return done

head = reverse(head)
node = head
while node:
    print(node.value)
    node = node.next
`,
  },
  {
    id: 'shared',
    title: { en: 'Two names, one list', zh: '两个名字，一个列表' },
    source: `def add(item, target=[]):   # one list for all calls
    target.append(item)
    return target

first = add("a")
second = add("b")
print(first, second, first is second)

rows = [["."] * 2] * 3      # three times the same row
rows[0][0] = "X"
print(rows)
`,
  },
  {
    id: 'closure',
    title: { en: 'A closure keeps its cell', zh: '闭包保留它的单元' },
    source: `def counter():
    count = []
    def step():
        count.append(len(count))
        return count[-1]
    return step

one = counter()
two = counter()
print(one(), one(), two())
del one
print(two())
`,
  },
  {
    id: 'weak',
    title: { en: 'Weak references and finalizers', zh: '弱引用与终结器' },
    source: `import weakref

class Picture:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print("goodbye,", self.name)

cache = weakref.WeakValueDictionary()
p = Picture("sea")
cache["sea"] = p
print(len(cache))
p = None            # the cache alone keeps nothing
print(len(cache))
`,
  },
  {
    id: 'input',
    title: { en: 'Asking for input', zh: '请求输入' },
    source: `names = []
while True:
    name = input("Name (empty to stop): ")
    if not name:
        break
    names.append(name)
print("Hello", ", ".join(names))
`,
  },
  {
    id: 'growth',
    title: { en: 'Memory that comes and goes', zh: '来了又走的内存' },
    source: `data = []
for round in range(6):
    data.append(list(range(1000, 9000)))
for round in range(6):
    data.pop()
keep = list(map(str, range(500)))
del keep
`,
  },
];
