import type { View } from '../state/lab.ts';
import type { Language } from '../state/settings.ts';

export interface LessonWords {
  title: string;
  question: string;
  look: string;
  answer: string;
}

export interface Lesson {
  id: string;
  model: string;
  view: View;
  source: string;
  words: Record<Language, LessonWords>;
}

/** The tour: eight programs, each with its question, what to look at, and the answer. */
export const LESSONS: readonly Lesson[] = [
  {
    id: 'header',
    model: '3.10',
    view: 'objects',
    source: `import sys

number = 12345
text = "hello"
empty = []
three = [1, 2, 3]
for thing in (number, text, empty, three):
    print(type(thing).__name__, sys.getsizeof(thing))
`,
    words: {
      en: {
        title: 'The header of an object',
        question: 'Every object, even a number, takes more bytes than its value needs. What are they for?',
        look: 'Tick “Numbers as objects”, go to the last step and select each object: its type, its count and its size.',
        answer:
          'Every object starts with two words of 8 bytes: its reference count and the address of its type. A list adds its length, where its items are, and how many fit; and because it can be part of a cycle, the collector keeps 16 more bytes in front of it. So an empty list has 56 bytes, and three items make it 80 or 88.',
      },
      zh: {
        title: '对象的头部',
        question: '每个对象，哪怕只是一个数字，占用的字节都比值本身需要的多。多出来的做什么用？',
        look: '勾选“数字也显示为对象”，走到最后一步，逐个选择对象：看它的类型、计数和大小。',
        answer:
          '每个对象以两个 8 字节的字开头：引用计数，以及类型的地址。列表还有长度、元素所在的位置和容量；由于列表可能成为循环的一部分，回收器在它前面再放 16 字节。所以空列表是 56 字节，三个元素的列表是 80 或 88 字节。',
      },
    },
  },
  {
    id: 'rising',
    model: '3.10',
    view: 'objects',
    source: `box = []
other = box
shelf = [box, box]
labels = {"first": box}

class Owner:
    pass

owner = Owner()
owner.thing = box
`,
    words: {
      en: {
        title: 'Counts rise',
        question: 'What makes the count of an object go up?',
        look: 'Step to line 2, select the list named box, and go on line by line. The table “Who holds it” grows with its count.',
        answer:
          'Every new holder is one more: a second name, each place in a list (two places, two references), a value in a dict, an attribute. The count is nothing but the number of holders; the table lists every one of them.',
      },
      zh: {
        title: '计数上升',
        question: '什么会让一个对象的计数增加？',
        look: '走到第 2 行，选择名为 box 的列表，再一行一行前进。“谁持有它”的表格随计数一起变长。',
        answer:
          '每多一个持有者就加一：第二个名字、列表中的每个位置（两个位置就是两个引用）、字典中的值、属性。计数就是持有者的数目，表格列出了每一个。',
      },
    },
  },
  {
    id: 'falling',
    model: '3.10',
    view: 'objects',
    source: `box = ["treasure"]
shelf = [box]
other = box
other = None
shelf.clear()
del box
print("gone")
`,
    words: {
      en: {
        title: 'Counts fall',
        question: 'When exactly does the list go, and who decides it?',
        look: 'Select the list box at line 2 and use “Next change of the selected count”. Watch the step at which it is marked freed.',
        answer:
          'Giving a name another value, emptying a container, del: each takes one holder away. The statement that takes the last one frees the object at once, on that very line. No collector is needed, and no time passes.',
      },
      zh: {
        title: '计数下降',
        question: '列表究竟在何时消失？由谁决定？',
        look: '在第 2 行选择列表 box，使用“所选对象计数的下一次变化”。注意它在哪一步被标记为已释放。',
        answer: '给名字另赋一个值、清空容器、del：每一次都带走一个持有者。带走最后一个的那条语句立即释放对象，就在那一行。不需要回收器，也不用等待。',
      },
    },
  },
  {
    id: 'call',
    model: '3.10',
    view: 'compare',
    source: `import sys

a = ["just", "a", "list"]
print(sys.getrefcount(a))

def func(a):
    print(sys.getrefcount(a))

func(a)
print(sys.getrefcount(a))
`,
    words: {
      en: {
        title: 'What a call costs',
        question: 'Inside func the list has one name more. Why does Python 3.10 print 4 there, 3.12 print 3, and 3.14 print 2?',
        look: 'Compare 3.10, 3.12 and 3.14. Then choose a model, step through the program, and look at “Who holds it” while line 7 runs.',
        answer:
          'Outside func: the global name a and the argument of getrefcount make 2. Inside, up to 3.10, the caller keeps its argument on its value stack while the call runs, and the parameter is a copy of it: +2, so 4. From 3.11 on the argument is moved into the new frame, it is the parameter: +1, so 3. From 3.14 on the compiler knows that the parameter a, a local variable, outlives the call of getrefcount, and only lends it: the global name and the parameter are left, so 2. Outside, a is a global name, which is never lent: 2 as before.',
      },
      zh: {
        title: '一次调用的代价',
        question: '在 func 里，列表只多了一个名字。为什么 Python 3.10 打印 4，3.12 打印 3，3.14 打印 2？',
        look: '比较 3.10、3.12 和 3.14。然后选择一个模型单步执行，在第 7 行执行时看“谁持有它”。',
        answer:
          '在 func 之外：全局名字 a 和 getrefcount 的参数，共 2。在里面，直到 3.10，调用期间调用者的值栈上仍保留着参数，形参是它的副本：+2，所以是 4。从 3.11 起，参数被移动到新的帧里，它就是形参：+1，所以是 3。从 3.14 起，编译器知道形参 a 是局部变量，比对 getrefcount 的调用活得更久，于是只是借出：剩下全局名字和形参，所以是 2。在外面 a 是全局名字，从不借出：仍是 2。',
      },
    },
  },
  {
    id: 'comes-back',
    model: '3.10',
    view: 'memory',
    source: `rows = []
for i in range(200):
    rows.append(list(range(i * 1000, i * 1000 + 500)))
print(len(rows), "rows")
del rows
print("done")
`,
    words: {
      en: {
        title: 'Memory that comes back',
        question: 'Does memory go back to the system when the objects are gone?',
        look: 'Follow both lines of the timeline: what is in use, and what was taken from the system.',
        answer:
          'Objects come from arenas: large pieces that Python takes from the system and divides. While the rows grow, arena after arena is taken. When they go, their arenas become empty as a whole, and an empty arena is given back: both lines fall.',
      },
      zh: {
        title: '会归还的内存',
        question: '对象消失后，内存会还给系统吗？',
        look: '跟随时间线上的两条线：使用中的字节，以及向系统申请的字节。',
        answer:
          '对象来自区域（arena）：Python 向系统申请的大块内存，再细分使用。行数增长时，区域一个接一个被申请。行消失后，它们的区域整个变空，空的区域会还给系统：两条线都下降。',
      },
    },
  },
  {
    id: 'stays',
    model: '3.10',
    view: 'memory',
    source: `rows = []
kept = []
for i in range(200):
    rows.append(list(range(i * 1000, i * 1000 + 500)))
    kept.append(rows[-1][0])
print(len(rows), "rows")
del rows
print("kept", len(kept), "numbers")
`,
    words: {
      en: {
        title: 'Memory that stays',
        question: 'Almost the same program: why does much of the memory stay taken?',
        look: 'Compare the two lines at the end, then show the heap map at the last step: nearly empty arenas with a few blocks in use.',
        answer:
          'The program keeps one number of each row: 200 small objects. They lie in the arenas among thousands of free blocks, and an arena can go back only as a whole. A few bytes in it pin 1 MiB. This is fragmentation, not a leak: new objects will use the free blocks.',
      },
      zh: {
        title: '留下的内存',
        question: '程序几乎相同：为什么很多内存没有归还？',
        look: '比较两条线的末端，再显示最后一步的堆地图：几乎空着的区域里只有几个块在使用。',
        answer:
          '程序从每一行保留了一个数字：200 个小对象。它们散落在各个区域的成千上万个空闲块之间，而区域只能整个归还。几个字节就占住 1 MiB。这是碎片，不是泄漏：新的对象会使用这些空闲块。',
      },
    },
  },
  {
    id: 'cycles',
    model: '3.10',
    view: 'collector',
    source: `class Node:
    def __init__(self, name):
        self.name = name

left = Node("left")
right = Node("right")
left.other = right
right.other = left
alive = Node("alive")
alive.friend = [left]
alive.friend = None
del left, right
print("nobody can reach the two any more")
`,
    words: {
      en: {
        title: 'Cycles',
        question: 'At the end nothing leads to the two nodes, but their counts are not 0. How does the collector know?',
        look: 'Go to the last step: the two are marked unreachable. Then collect at this step and go through the passes.',
        answer:
          'Each of the two is held by the other, so counting alone never frees them. The collector copies all counts and subtracts the references between the objects it examines. Nearly everything falls to 0 then, even alive: the module’s namespace that holds it is itself an examined object. But a few keep something left over: the running frame and the interpreter hold them from outside. From those the collector follows all references: the namespace is reached, and through it alive. Nothing leads to left and right: they are garbage, are cleared, and counting does the rest.',
      },
      zh: {
        title: '循环',
        question: '最后没有任何东西能到达这两个节点，但它们的计数不是 0。回收器怎么知道？',
        look: '走到最后一步：两个节点被标记为不可达。然后在这一步回收，一遍一遍地看。',
        answer:
          '两个节点互相持有，仅靠计数永远不会释放。回收器复制所有计数，再减去受检对象之间的引用。这时几乎所有对象都降到 0，连 alive 也是：持有它的模块命名空间本身也是受检对象。但有少数还有剩余：正在运行的帧和解释器从外部持有它们。回收器从这些对象出发跟随所有引用：到达命名空间，再到达 alive。没有任何路径到达 left 和 right：它们是垃圾，被清除，剩下的交给计数。',
      },
    },
  },
  {
    id: 'generations',
    model: '3.10',
    view: 'memory',
    source: `import gc
import weakref

class Node:
    def __del__(self):
        print("finalizer of", self.name)

def ring(name):
    a, b = Node(), Node()
    a.other, b.other = b, a
    a.name, b.name = name + "1", name + "2"
    return weakref.ref(a)

gc.set_threshold(10, 3, 3)
refs = [ring(str(i)) for i in range(12)]
print("still there:", sum(r() is not None for r in refs))
gc.collect()
print("still there:", sum(r() is not None for r in refs))
`,
    words: {
      en: {
        title: 'Generations, weak references, finalizers',
        question: 'Most objects die young. How does the collector use that, and what happens to a weak reference and to __del__ when a cycle goes?',
        look: 'The marks on the timeline are collections; hover over one to see its generation. Read the output: finalizers run in the middle of the program.',
        answer:
          'New objects are in generation 0, and only that is collected often; what survives moves on and is looked at more rarely. With a threshold of 10 a collection comes every few objects. When a cycle is found, weak references to it answer None first; then each __del__ runs, while all objects of the cycle still exist; then the cycle is cleared.',
      },
      zh: {
        title: '分代、弱引用与终结器',
        question: '大多数对象很快就会消失。回收器怎样利用这一点？循环消失时，弱引用和 __del__ 会怎样？',
        look: '时间线上的标记是回收；把鼠标放上去可以看到是第几代。再看输出：终结器在程序中途运行。',
        answer:
          '新对象在第 0 代，只有它被频繁回收；存活下来的移到下一代，检查得更少。阈值为 10 时，每隔几个对象就回收一次。找到循环时，先让指向它的弱引用返回 None；然后运行每个 __del__，此时循环中的对象都还在；最后清除循环。',
      },
    },
  },
];
