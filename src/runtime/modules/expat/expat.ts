import { dictSet, dictSetText, newDict } from '../../containers/dict-object.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { asCInt } from '../../core/abstract/number.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { Root } from '../../core/static.ts';
import { moduleDict } from '../../frames/module-object.ts';
import { newInt } from '../../numbers/int-object.ts';
import { newStr } from '../../text/str-object.ts';
import { createModule, setModuleValue } from '../create-module.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { nativeTypeAddress } from '../native-type.ts';
import { expatError } from './expat-error.ts';
import { parserCreate, parserType } from './parser-object.ts';
import { ERROR_TEXTS, errorText } from './xml-error.ts';

const errorsModule: ModuleSpec = {
  name: 'pyexpat.errors',
  doc: 'Constants used to describe error conditions.',
  constants: Object.fromEntries(ERROR_TEXTS.map(([name, , text]) => [name, text])),
  exec(rt, module) {
    const mark = rt.mark();
    const [codes, messages] = [rt.own(newDict(rt)), rt.own(newDict(rt))];
    for (const [, code, text] of ERROR_TEXTS) {
      const inner = rt.mark();
      const [number, message] = [rt.own(newInt(rt, code)), rt.own(newStr(rt, text))];
      dictSet(rt, codes, message, number);
      dictSet(rt, messages, number, message);
      rt.release(inner);
    }
    dictSetText(rt, moduleDict(rt, module), 'codes', codes);
    dictSetText(rt, moduleDict(rt, module), 'messages', messages);
    rt.release(mark);
  },
};

const modelModule: ModuleSpec = {
  name: 'pyexpat.model',
  doc: 'Constants used to interpret content model information.',
  constants: {
    XML_CTYPE_EMPTY: 1,
    XML_CTYPE_ANY: 2,
    XML_CTYPE_MIXED: 3,
    XML_CTYPE_NAME: 4,
    XML_CTYPE_CHOICE: 5,
    XML_CTYPE_SEQ: 6,
    XML_CQUANT_NONE: 0,
    XML_CQUANT_OPT: 1,
    XML_CQUANT_REP: 2,
    XML_CQUANT_PLUS: 3,
  },
};

/** What `pyexpat.features` says of the library. */
const FEATURES: readonly (readonly [string, number])[] = [
  ['sizeof(XML_Char)', 1],
  ['sizeof(XML_LChar)', 1],
  ['XML_DTD', 0],
  ['XML_CONTEXT_BYTES', 1024],
  ['XML_NS', 0],
  ['XML_BLAP_MAX_AMP', 100],
  ['XML_BLAP_ACT_THRES', 8388608],
];

function features(rt: Runtime): Owned {
  const mark = rt.mark();
  const list = rt.own(newList(rt, 0));
  for (const [name, value] of FEATURES) {
    const inner = rt.mark();
    listAppend(rt, list, rt.own(tupleOf(rt, rt.own(newStr(rt, name)), rt.own(newInt(rt, value)))));
    rt.release(inner);
  }
  return rt.leave(mark, rt.newRef(list));
}

function versionInfo(rt: Runtime): Owned {
  const mark = rt.mark();
  const parts = rt.model.natives.expatVersion.split('.').map((part) => rt.own(newInt(rt, Number(part))));
  return rt.leave(mark, tupleOf(rt, ...parts));
}

/** A module inside of pyexpat; in sys.modules, too. CPython: Modules/pyexpat.c add_submodule */
function addSubmodule(rt: Runtime, module: number, name: string, spec: ModuleSpec): void {
  const mark = rt.mark();
  const made = rt.own(createModule(rt, spec));
  dictSetText(rt, rt.H[Root.sysModules]!, spec.name, made);
  setModuleValue(rt, module, name, rt.newRef(made));
  rt.release(mark);
}

/** pyexpat: a parser of XML with Expat's interface. CPython: Modules/pyexpat.c */
export const expatModule: ModuleSpec = {
  name: 'pyexpat',
  doc: 'Python wrapper for Expat parser.',
  constants: {
    native_encoding: 'UTF-8',
    XML_PARAM_ENTITY_PARSING_NEVER: 0,
    XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE: 1,
    XML_PARAM_ENTITY_PARSING_ALWAYS: 2,
  },
  privateTypes: [parserType],
  functions: [
    {
      name: 'ParserCreate',
      kind: Meth.KEYWORDS,
      fn: parserCreate,
      signature: '($module, /, encoding=None, namespace_separator=None,\n             intern=<unrepresentable>)',
      doc: 'Return a new XML parser object.',
    },
    {
      name: 'ErrorString',
      kind: Meth.O,
      fn: (rt: Runtime, _module: number, code: number) => {
        const text = errorText(asCInt(rt, code));
        return text === undefined ? rt.none() : newStr(rt, text);
      },
      signature: '($module, code, /)',
      doc: 'Returns string error for given number.',
    },
  ],
  exec(rt, module) {
    setModuleValue(rt, module, 'ExpatError', rt.newRef(expatError(rt)));
    setModuleValue(rt, module, 'error', rt.newRef(expatError(rt)));
    setModuleValue(rt, module, 'XMLParserType', rt.newRef(nativeTypeAddress(rt, parserType)));
    setModuleValue(rt, module, 'EXPAT_VERSION', newStr(rt, `expat_${rt.model.natives.expatVersion}`));
    setModuleValue(rt, module, 'version_info', versionInfo(rt));
    setModuleValue(rt, module, 'features', features(rt));
    addSubmodule(rt, module, 'errors', errorsModule);
    addSubmodule(rt, module, 'model', modelModule);
  },
};
