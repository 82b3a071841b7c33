import { render } from 'preact';
import { App } from './components/app.tsx';
import { EXAMPLES } from './examples/examples.ts';
import { Lab, LabContext } from './state/lab.ts';
import './style/page.css';
import './style/graph.css';
import './style/views.css';

const lab = new Lab(new URL('.', location.href), EXAMPLES[0]!.source);
const root = document.getElementById('app')!;
root.textContent = '';
render(
  <LabContext.Provider value={lab}>
    <App />
  </LabContext.Provider>,
  root,
);
