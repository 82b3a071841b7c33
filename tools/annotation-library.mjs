// Modules of the standard library that read annotations where a release up to 3.13 keeps them, as copies that ask annotationlib instead: for the
// models whose annotations are computed when asked for. Nothing else is changed; a place that is not found any more ends the build.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OF_NAMESPACE = '_annotations_in(ns)';
const NEW_NAMES = "'__annotate__', '__annotate_func__', '__annotations_cache__', '__classdictcell__', '__conditional_annotations__'";

const TYPING = `def _annotations_of(cls):
    import annotationlib
    return annotationlib.get_annotations(cls, format=annotationlib.Format.FORWARDREF)


def _annotations_in(ns):
    import annotationlib
    annotate = annotationlib.get_annotate_from_class_namespace(ns)
    if '__annotations__' in ns or annotate is None:
        return ns.get('__annotations__', {})
    return annotationlib.call_annotate_function(annotate, annotationlib.Format.FORWARDREF)


`;

/** What is replaced, by file. */
const CHANGES = {
  'functools.py': [["'__annotations__', '__type_params__')", "'__annotate__', '__type_params__')"]],
  'dataclasses.py': [['cls_annotations = inspect.get_annotations(cls)', 'cls_annotations = inspect.get_annotations(cls, format=3)']],
  'typing.py': [
    ['def _type_convert(', `${TYPING}def _type_convert(`],
    ["'__abstractmethods__', '__annotations__',", `'__abstractmethods__', '__annotations__', ${NEW_NAMES},`],
    ["annotations = getattr(base, '__annotations__', {})", 'annotations = _annotations_of(base)'],
    ["annotations = getattr(base, '__annotations__', {})", 'annotations = _annotations_of(base)'],
    ["ann = base.__dict__.get('__annotations__', {})", "ann = getattr(base, '__annotations__', {})"],
    ["'__name__', '__annotations__'})", `'__name__', '__annotations__', ${NEW_NAMES}})`],
    ["types = ns.get('__annotations__', {})", `types = ${OF_NAMESPACE}`],
    ["own_annotations = ns.get('__annotations__', {})", `own_annotations = ${OF_NAMESPACE}`],
    ["annotations.update(base.__dict__.get('__annotations__', {}))", "annotations.update(getattr(base, '__annotations__', {}))"],
  ],
  'inspect.py': [],
};

const ADDED = { 'inspect.py': '\n\nfrom annotationlib import get_annotations\n' };

/** Writes the copies of what is in `library` into `target`, with the modules in `own`. */
export function annotationLibrary(library, own, target) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const [file, changes] of Object.entries(CHANGES)) {
    let text = readFileSync(join(library, file), 'utf8');
    for (const [from, to] of changes) {
      if (!text.includes(from)) throw new Error(`${file} has no ${JSON.stringify(from)}`);
      text = text.replace(from, () => to);
    }
    writeFileSync(join(target, file), text + (ADDED[file] ?? ''));
  }
  for (const name of readdirSync(own)) writeFileSync(join(target, name), readFileSync(join(own, name)));
}
