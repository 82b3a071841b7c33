import { emitKeypressEvents } from 'node:readline';
import { totalsByType } from '../../snapshot/analysis/by-type.ts';
import { foldedSteps, type HoldingPath } from '../../snapshot/analysis/holding-path.ts';
import type { AnalyzedSnapshot } from '../../snapshot/analyzed-snapshot.ts';
import { BORROWED, edgeLabel, edgeOwner, type HeapGraph, NONE } from '../../snapshot/heap-graph.ts';
import { QueryError } from '../../snapshot/query/tokens.ts';
import { bytesText, cut, grouped } from './table.ts';

/** A line that may lead somewhere. */
export interface Row {
  text: string;
  /** Page behind it, null = it only says something. */
  open: (() => Page) | null;
}

/** A screenful: what it is about and its lines. */
export interface Page {
  title: string;
  rows: Row[];
}

/** Most rows of a page. */
const ROWS = 1000;

/** The pages of the browser, without any terminal: what each line says and where it leads. */
export class Pages {
  constructor(private readonly s: AnalyzedSnapshot) {}

  start(name: string): Page {
    const { graph, dominators } = this.s;
    const garbage = graph.nodeCount - dominators.order.reached;
    return {
      title: `${name}: ${grouped(graph.nodeCount)} objects, ${bytesText(dominators.total)}`,
      rows: [
        { text: 'types, by bytes', open: () => this.types() },
        { text: 'what keeps most alive', open: () => this.dominated(null) },
        { text: `cycles (${grouped(this.s.components.length)} groups)`, open: () => this.cycles(false) },
        { text: `garbage: ${grouped(garbage)} objects that no root reaches`, open: () => this.cycles(true) },
        { text: 'roots', open: () => this.roots() },
      ],
    };
  }

  types(): Page {
    const { graph, dominators } = this.s;
    const rows = totalsByType(graph, dominators).map((t) => ({
      text: `${grouped(t.count).padStart(10)} objects ${bytesText(t.bytes).padStart(10)}, retain ${bytesText(t.retained).padStart(10)}  ${t.name}`,
      open: () => this.ofType(t.type, t.name),
    }));
    return { title: 'types', rows };
  }

  /** Objects that a query accepts. Throws QueryError. */
  found(query: string): Page {
    const { nodes, total } = this.s.query(/\blimit\b/i.test(query) ? query : `${query} limit ${ROWS}`);
    return { title: `${query}: ${grouped(total)} objects`, rows: nodes.map((node) => this.row(node)) };
  }

  object(node: number): Page {
    const { graph, dominators, incoming } = this.s;
    const rows: Row[] = [];
    const count = graph.count[node];
    const facts = [`${bytesText(graph.size[node])}, keeps ${bytesText(dominators.retainedBy(node))} alive`];
    if (count !== NONE) facts.push(`count ${count}, ${this.s.ownedHolders[node]} owned references`);
    if (!dominators.isReachable(node)) facts.push('garbage');
    const place = this.s.placeText(node);
    if (place !== '') facts.push(place);
    rows.push({ text: facts.join('; '), open: null });
    rows.push({ text: 'why it is alive', open: () => this.paths(node) });
    rows.push({ text: 'what it keeps alive', open: () => this.dominated(node) });
    rows.push({ text: 'held by', open: null });
    for (let r = 0; r < graph.roots.to.length; r++) {
      if (graph.roots.to[r] === node)
        rows.push({ text: `    ${graph.strings.get(graph.roots.label[r])} (${graph.strings.get(graph.roots.group[r])})`, open: null });
    }
    for (let i = incoming.first[node]; i < Math.min(incoming.first[node + 1], incoming.first[node] + ROWS); i++) {
      const e = incoming.edge[i];
      const owner = edgeOwner(graph, e);
      rows.push({ text: `    ${edgeLabel(graph, e)} of ${this.s.title(owner)}${borrowed(graph, e)}`, open: () => this.object(owner) });
    }
    rows.push({ text: 'refers to', open: null });
    for (let e = graph.firstEdge[node]; e < Math.min(graph.firstEdge[node + 1], graph.firstEdge[node] + ROWS); e++) {
      const to = graph.edgeTo[e];
      rows.push({ text: `    ${edgeLabel(graph, e)}: ${this.s.title(to)}${borrowed(graph, e)}`, open: () => this.object(to) });
    }
    return { title: this.s.title(node), rows };
  }

  private ofType(type: number, name: string): Page {
    const { graph, dominators } = this.s;
    const nodes: number[] = [];
    for (let i = 0; i < graph.nodeCount; i++) if (graph.type[i] === type) nodes.push(i);
    nodes.sort((a, b) => dominators.retainedBy(b) - dominators.retainedBy(a) || a - b);
    return { title: `${name}: ${grouped(nodes.length)} objects, by what they keep alive`, rows: nodes.slice(0, ROWS).map((node) => this.row(node)) };
  }

  private dominated(node: number | null): Page {
    const { dominators } = this.s;
    const children = dominators.children(node ?? NONE).sort((a, b) => dominators.retainedBy(b) - dominators.retainedBy(a) || a - b);
    const title = node === null ? 'what keeps most alive' : `${this.s.title(node)} keeps alive`;
    return {
      title,
      rows: children
        .slice(0, ROWS)
        .map((child) => ({ ...this.row(child), open: () => (dominators.children(child).length > 0 ? this.dominated(child) : this.object(child)) })),
    };
  }

  private cycles(garbageOnly: boolean): Page {
    const groups = this.s.components.filter((c) => !garbageOnly || !c.reachable);
    const rows = groups.slice(0, ROWS).map((c) => ({
      text: `${grouped(c.nodes.length).padStart(8)} objects ${bytesText(c.bytes).padStart(10)}, ${c.reachable ? 'alive  ' : 'garbage'}  cycle of ${c.cycle.length}: ${this.s.title(c.cycle[0])}`,
      open: () => ({
        title: `cycle of ${c.cycle.length}`,
        rows: c.cycle
          .slice(0, ROWS)
          .map((node, i) => ({ text: `${this.s.title(node)}, ${edgeLabel(this.s.graph, c.edges[i])} ->`, open: () => this.object(node) })),
      }),
    }));
    return { title: garbageOnly ? 'garbage in cycles' : 'cycles', rows };
  }

  private roots(): Page {
    const { graph } = this.s;
    const rows = [...graph.roots.to.subarray(0, ROWS)].map((to, r) => ({
      text: `${graph.strings.get(graph.roots.group[r])}: ${graph.strings.get(graph.roots.label[r])}: ${this.s.title(to)}`,
      open: () => this.object(to),
    }));
    return { title: 'roots', rows };
  }

  private paths(node: number): Page {
    const { graph } = this.s;
    const rows: Row[] = [];
    for (const path of this.s.paths.disjoint(node, 5)) {
      rows.push({ text: `${graph.strings.get(graph.roots.label[path.root])} (${graph.strings.get(graph.roots.group[path.root])})`, open: null });
      const { steps, fold, hidden } = foldedSteps(path.length, ROWS / 2);
      const rest = hidden === 0 ? [] : [{ text: `    … ${grouped(hidden)} more objects`, open: () => this.stretch(path, steps[fold - 1] + 1) }];
      rows.push(...this.steps(path, steps.slice(0, fold)), ...rest, ...this.steps(path, steps.slice(fold)));
    }
    if (rows.length === 0) rows.push({ text: 'no root leads to it: garbage', open: null });
    return { title: `why ${this.s.title(node)} is alive`, rows };
  }

  /** The next steps of a long path, and a way on. */
  private stretch(path: HoldingPath, first: number): Page {
    const count = Math.min(ROWS, path.length - first);
    const rows = this.steps(
      path,
      Array.from({ length: count }, (_, i) => first + i),
    );
    const next = first + count;
    if (next < path.length) rows.push({ text: `    … ${grouped(path.length - next)} more objects`, open: () => this.stretch(path, next) });
    return { title: `the path from object ${grouped(first + 1)} of ${grouped(path.length)} on`, rows };
  }

  private steps(path: HoldingPath, steps: readonly number[]): Row[] {
    return steps.map((i) => {
      const node = path.node(i);
      const by = i === 0 ? '' : `${edgeLabel(this.s.graph, path.edge(i))} -> `;
      return { text: `    ${by}${this.s.title(node)}`, open: () => this.object(node) };
    });
  }

  private row(node: number): Row {
    const { graph, dominators } = this.s;
    return {
      text: `${bytesText(dominators.retainedBy(node)).padStart(10)} retained ${bytesText(graph.size[node]).padStart(10)} own  ${this.s.title(node)}  ${this.s.placeText(node)}`.trimEnd(),
      open: () => this.object(node),
    };
  }
}

function borrowed(graph: HeapGraph, edge: number): string {
  return graph.edgeKind[edge] >= BORROWED ? ' (borrowed)' : '';
}

/** What a key does. */
export interface Key {
  name?: string;
  sequence?: string;
  ctrl?: boolean;
}

/** The state of the browser; draws to lines, knows no terminal. */
export class Browser {
  private readonly stack: { page: Page; at: number; top: number }[];
  /** Text being typed behind `/` or `:`, null = none. */
  private typed: { sign: '/' | ':'; text: string } | null = null;
  private message = '';
  done = false;

  constructor(
    private readonly pages: Pages,
    private readonly nodeAt: (address: number) => number,
    name: string,
  ) {
    this.stack = [{ page: pages.start(name), at: 0, top: 0 }];
  }

  /** Lines of the screen, exactly `height`, at most `width` wide; the chosen one is marked. */
  draw(width: number, height: number): string[] {
    const view = this.stack[this.stack.length - 1];
    const room = Math.max(1, height - 3);
    if (view.at < view.top) view.top = view.at;
    if (view.at >= view.top + room) view.top = view.at - room + 1;
    const lines = [cut(view.page.title, width), ''];
    for (let i = view.top; i < view.top + room; i++) {
      const row = view.page.rows[i];
      lines.push(row === undefined ? '' : cut(`${i === view.at ? '>' : ' '} ${row.text}`, width));
    }
    const place = `${view.page.rows.length === 0 ? 0 : view.at + 1}/${view.page.rows.length}`;
    const help = 'up/down move  right open  left back  / query  : address  q quit';
    lines.push(cut(this.typed === null ? `${this.message === '' ? help : this.message}  ${place}` : `${this.typed.sign}${this.typed.text}`, width));
    return lines;
  }

  /** Line of the screen that is marked. */
  get marked(): number {
    const view = this.stack[this.stack.length - 1];
    return 2 + view.at - view.top;
  }

  press(key: Key, room: number): void {
    this.message = '';
    if (key.ctrl === true && (key.name === 'c' || key.name === 'd')) {
      this.done = true;
      return;
    }
    if (this.typed !== null) {
      this.type(key);
      return;
    }
    const view = this.stack[this.stack.length - 1];
    const last = Math.max(0, view.page.rows.length - 1);
    const move = (by: number): void => {
      view.at = Math.max(0, Math.min(last, view.at + by));
    };
    switch (key.name) {
      case 'up':
      case 'k':
        move(-1);
        return;
      case 'down':
      case 'j':
        move(1);
        return;
      case 'pageup':
        move(-room);
        return;
      case 'pagedown':
      case 'space':
        move(room);
        return;
      case 'home':
        move(-last);
        return;
      case 'end':
        move(last);
        return;
      case 'right':
      case 'return':
      case 'l': {
        const open = view.page.rows[view.at]?.open;
        if (open !== undefined && open !== null) this.stack.push({ page: open(), at: 0, top: 0 });
        return;
      }
      case 'left':
      case 'escape':
      case 'backspace':
      case 'h':
        if (this.stack.length > 1) this.stack.pop();
        return;
      case 'q':
        this.done = true;
        return;
    }
    if (key.sequence === '/' || key.sequence === ':') this.typed = { sign: key.sequence, text: '' };
  }

  private type(key: Key): void {
    const typed = this.typed!;
    if (key.name === 'escape') this.typed = null;
    else if (key.name === 'backspace') typed.text = typed.text.slice(0, -1);
    else if (key.name === 'return') {
      this.typed = null;
      this.submit(typed.sign, typed.text.trim());
    } else if (key.sequence !== undefined && key.sequence >= ' ' && key.ctrl !== true) typed.text += key.sequence;
  }

  private submit(sign: string, text: string): void {
    if (text === '') return;
    if (sign === ':') {
      const node = this.nodeAt(Number(text.replace(/^@/, '')));
      if (node < 0) this.message = `there is no object at ${text}`;
      else this.stack.push({ page: this.pages.object(node), at: 0, top: 0 });
      return;
    }
    try {
      this.stack.push({ page: this.pages.found(text), at: 0, top: 0 });
    } catch (thrown) {
      if (!(thrown instanceof QueryError)) throw thrown;
      this.message = thrown.message;
    }
  }
}

/** The interactive browser on the process's terminal; gives the exit code. */
export function browse(s: AnalyzedSnapshot, path: string): Promise<number> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) {
    process.stderr.write('ouro inspect: browsing needs a terminal: choose a view, for example summary\n');
    return Promise.resolve(2);
  }
  const browser = new Browser(new Pages(s), (address) => s.nodeAt(address), path);
  const room = (): number => (stdout.rows || 24) - 3;
  const draw = (): void => {
    const lines = browser.draw(stdout.columns || 80, stdout.rows || 24);
    stdout.write(
      `\x1b[H${lines.map((line, i) => `\x1b[2K${i === browser.marked ? `\x1b[7m${line}\x1b[0m` : i === 0 ? `\x1b[1m${line}\x1b[0m` : line}`).join('\r\n')}\x1b[J`,
    );
  };
  return new Promise((resolve) => {
    emitKeypressEvents(stdin);
    stdin.setRawMode(true);
    stdin.resume();
    stdout.write('\x1b[?1049h\x1b[?25l');
    const end = (): void => {
      stdin.off('keypress', press);
      stdout.off('resize', draw);
      stdin.setRawMode(false);
      stdin.pause();
      stdout.write('\x1b[?25h\x1b[?1049l');
      resolve(0);
    };
    const press = (_text: string, key: Key): void => {
      browser.press(key, room());
      if (browser.done) end();
      else draw();
    };
    stdin.on('keypress', press);
    stdout.on('resize', draw);
    draw();
  });
}
