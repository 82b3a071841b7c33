import { useEffect, useRef, useState } from 'preact/hooks';
import { useLab } from '../state/lab.ts';

/** Links beyond this length are cut by some programs. */
const LONG_LINK = 8000;

function Modal({ title, close, children, onClose }: { title: string; close: string; children: preact.ComponentChildren; onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="dialog-title">
      <h2 id="dialog-title">{title}</h2>
      {children}
      <form method="dialog">
        <button type="submit" class="primary">
          {close}
        </button>
      </form>
    </dialog>
  );
}

function ShareDialog() {
  const { lab, t } = useLab();
  const [copied, setCopied] = useState(false);
  const link = lab.link();
  const field = useRef<HTMLInputElement>(null);
  return (
    <Modal title={t.share.title} close={t.share.close} onClose={() => (lab.dialog.value = null)}>
      <p>{t.share.text}</p>
      <div class="copy-row">
        <input ref={field} type="text" readOnly value={link} aria-label={t.share.title} onFocus={(e) => e.currentTarget.select()} />
        <button
          type="button"
          onClick={() => {
            field.current?.select();
            void navigator.clipboard?.writeText(link);
            history.replaceState(null, '', link);
            setCopied(true);
          }}
        >
          {t.share.copy}
        </button>
      </div>
      <p role="status">{copied ? t.share.copied : ''}</p>
      {link.length > LONG_LINK ? <p class="inline-notice">{t.share.long}</p> : null}
    </Modal>
  );
}

function HelpDialog() {
  const { lab, t } = useLab();
  return (
    <Modal title={t.help.title} close={t.help.close} onClose={() => (lab.dialog.value = null)}>
      <table class="keys">
        <tbody>
          {t.help.keys.map(([key, what]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="muted">{t.help.privacy}</p>
    </Modal>
  );
}

/** The dialog that is open, if any. */
export function Dialogs() {
  const { lab } = useLab();
  switch (lab.dialog.value) {
    case 'share':
      return <ShareDialog />;
    case 'help':
      return <HelpDialog />;
    default:
      return null;
  }
}
