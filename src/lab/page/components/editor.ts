import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Problem } from '../../worker/protocol.ts';

const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword, tags.definitionKeyword, tags.moduleKeyword], color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--code-comment)', fontStyle: 'italic' },
  { tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName)), tags.className], color: 'var(--code-name)' },
  { tag: tags.meta, color: 'var(--code-number)' },
]);

/** The line that is about to run, or null. */
const setLine = StateEffect.define<number | null>();

const lineField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let result = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setLine)) continue;
      const { doc } = transaction.state;
      const n = effect.value;
      result =
        n === null || n < 1 || n > doc.lines ? Decoration.none : Decoration.set([Decoration.line({ class: 'running-line' }).range(doc.line(n).from)]);
    }
    return result;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export interface EditorOptions {
  parent: HTMLElement;
  source: string;
  label: string;
  onChange(source: string): void;
  onRun(): void;
  onRecord(): void;
}

/** The program's text: CodeMirror with Python, problems underlined, and the line that is about to run. */
export class Editor {
  private readonly view: EditorView;
  private readonly name = new Compartment();

  constructor(options: EditorOptions) {
    const label = (text: string): Extension => EditorView.contentAttributes.of({ 'aria-label': text, tabindex: '0' });
    this.view = new EditorView({
      parent: options.parent,
      state: EditorState.create({
        doc: options.source,
        extensions: [
          lineNumbers(),
          highlightActiveLine(),
          history(),
          drawSelection(),
          indentUnit.of('    '),
          EditorState.tabSize.of(4),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          autocompletion(),
          highlightSelectionMatches(),
          lintGutter(),
          lineField,
          python(),
          syntaxHighlighting(highlighting),
          keymap.of([
            {
              key: 'Mod-Enter',
              preventDefault: true,
              run: () => {
                options.onRun();
                return true;
              },
              shift: () => {
                options.onRecord();
                return true;
              },
            },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...searchKeymap,
            ...historyKeymap,
            ...defaultKeymap,
            indentWithTab,
          ]),
          this.name.of(label(options.label)),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) options.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
  }

  replace(source: string): void {
    const { state } = this.view;
    if (state.doc.toString() === source) return;
    this.view.dispatch({ changes: { from: 0, to: state.doc.length, insert: source }, selection: { anchor: 0 } });
  }

  rename(label: string): void {
    this.view.dispatch({ effects: this.name.reconfigure(EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' })) });
  }

  /** Marks the line that is about to run and brings it into view. */
  showLine(line: number | null): void {
    const { state } = this.view;
    const effects: StateEffect<unknown>[] = [setLine.of(line)];
    if (line !== null && line >= 1 && line <= state.doc.lines)
      effects.push(EditorView.scrollIntoView(state.doc.line(line).from, { y: 'nearest', yMargin: 40 }));
    this.view.dispatch({ effects });
  }

  showProblems(problems: readonly Problem[]): void {
    const { doc } = this.view.state;
    const position = (line: number, column: number): number => {
      const at = doc.line(Math.max(1, Math.min(line, doc.lines)));
      const text = [...at.text];
      return at.from + text.slice(0, Math.max(0, column - 1)).join('').length;
    };
    const diagnostics: Diagnostic[] = problems.map((p) => {
      const from = position(p.line, p.column);
      return { from, to: Math.max(from, position(p.endLine, p.endColumn)), severity: p.severity, message: `${p.type}: ${p.message}` };
    });
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  focus(): void {
    this.view.focus();
  }

  destroy(): void {
    this.view.destroy();
  }
}
