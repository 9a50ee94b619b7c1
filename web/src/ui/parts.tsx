/** Shared UI components. */

import { createContext } from 'preact';
import type { ButtonHTMLAttributes, ComponentChildren, PartialInputHTMLAttributes } from 'preact';
import { useContext, useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { t, whyOf } from '../language/index.js';
import type { Problem } from '../pure/refusal.js';
import { NotesOfDialog } from './feedback.js';
import { Icon, type IconName } from './icons.js';

// --- Buttons and fields ------------------------------------------------------------------------

export function IconButton({
  icon,
  label,
  size,
  ...rest
}: { icon: IconName; label: string; size?: number } & Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'icon' | 'label' | 'size' | 'role'>) {
  return (
    <button type="button" {...rest} class={`icon-button ${rest.class ?? ''}`} aria-label={label} title={label}>
      <Icon name={icon} {...(size && { size })} />
    </button>
  );
}

/** The refusal of the surrounding form, and the field that it is about. */
export const Refusal = createContext<{ problem: Problem; field: string | null } | null>(null);

/** Shows a refusal that no field shows. */
export function RefusalOfForm() {
  const refusal = useContext(Refusal);
  if (!refusal || refusal.field !== null) return null;
  return (
    <p class="error" role="alert">
      <Icon name="alert" size={18} />
      {whyOf(refusal.problem)}
    </p>
  );
}

/** The error of a field, which is focused when it appears. */
export function useRefusal(field: string | undefined, control: { readonly current: HTMLElement | null }): string | null {
  const refusal = useContext(Refusal);
  const refused = refusal !== null && field !== undefined && refusal.field === field;
  useEffect(() => {
    if (refused) control.current?.focus();
  }, [refused && refusal]);
  return refused ? whyOf(refusal.problem) : null;
}

type FieldProps = {
  label: string;
  /** Its JSON name, by which refusals are assigned to it. */
  field?: string;
  hint?: string;
  error?: string | null;
  children?: ComponentChildren;
  type?: 'text' | 'password' | 'number' | 'datetime-local' | 'date' | 'time' | 'tel' | 'email';
} & Omit<PartialInputHTMLAttributes<HTMLInputElement>, 'label' | 'role' | 'type'>;

/** A labelled text field with its error. */
export function Field({ label, field, hint, error: wrong, children, type = 'text', ...input }: FieldProps) {
  const id = useId();
  const control = useRef<HTMLInputElement>(null);
  const refused = useRefusal(field, control);
  const error = wrong || refused;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-line">
        <input
          {...input}
          ref={control}
          type={type as 'text'}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={error || hint ? `${id}-hint` : undefined}
        />
        {children}
      </div>
      {(error || hint) && (
        <p id={`${id}-hint`} class={error ? 'hint error' : 'hint'} role={refused ? 'alert' : undefined}>
          {error || hint}
        </p>
      )}
    </div>
  );
}

export function Check({
  label,
  hint,
  ...input
}: { label: string; hint: string } & Omit<PartialInputHTMLAttributes<HTMLInputElement>, 'label' | 'role' | 'type'>) {
  const id = useId();
  return (
    <div class="check">
      <input {...input} type="checkbox" id={id} aria-describedby={`${id}-hint`} />
      <div>
        <label for={id}>{label}</label>
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      </div>
    </div>
  );
}

// --- States ------------------------------------------------------------------------------------

export function Empty({ icon, title, hint, children }: { icon: IconName; title: string; hint?: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon name={icon} size={28} />
      </span>
      <p class="empty-title">{title}</p>
      {hint && <p class="hint">{hint}</p>}
      {children}
    </div>
  );
}

export const Spinner = ({ label = t('loading') }: { label?: string }) => (
  <span class="spinner" role="status">
    <span class="only-spoken">{label}</span>
  </span>
);

// --- Dialogs -----------------------------------------------------------------------------------

/** The element to focus when a dialog opens. */
const FIRST_CONTROL = ':is(input, select, textarea, button, a[href], [tabindex="0"]):not(.dialog-head *, :disabled, [tabindex="-1"])';

export function Dialog({ title, onClose, children, wide }: { title: string; onClose: () => void; children: ComponentChildren; wide?: boolean }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const before = document.activeElement;
    const element = dialog.current!;
    element.showModal();
    // By default, the browser would focus “Close”. On touch devices, focusing a field would open the keyboard and hide the dialog.
    const first = matchMedia('(pointer: coarse)').matches ? null : element.querySelector<HTMLElement>(FIRST_CONTROL);
    (first ?? element.querySelector('h2'))?.focus();
    return () => before instanceof HTMLElement && before.isConnected && before.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={wide ? 'dialog wide' : 'dialog'}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div class="dialog-content">
        <header class="dialog-head">
          <h2 id={id} tabIndex={-1}>
            {title}
          </h2>
          <IconButton icon="close" label={t('close')} onClick={onClose} />
        </header>
        {children}
      </div>
      <NotesOfDialog />
    </dialog>
  );
}

/** Asks before an irreversible action. */
export function Question({
  title,
  hint,
  yes,
  onYes,
  onClose,
}: {
  title: string;
  hint?: string;
  yes: string;
  onYes: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog title={title} onClose={onClose}>
      {hint && <p>{hint}</p>}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          {t('cancel')}
        </button>
        <button
          type="button"
          class="button danger"
          onClick={() => {
            onClose();
            onYes();
          }}
        >
          {yes}
        </button>
      </div>
    </Dialog>
  );
}

// --- Menus -------------------------------------------------------------------------------------

export interface MenuItem {
  label: string;
  icon: IconName;
  danger?: boolean;
  onChoose: () => void;
}

/** Where a menu opens: beside an element, or at the pointer. */
export type Place = { element: HTMLElement } | { x: number; y: number };

const rectOf = (place: Place): DOMRect =>
  'element' in place ? place.element.getBoundingClientRect() : new DOMRect(place.x, place.y, 0, 0);

/** Positions a popup beside its place. On phones, the stylesheet makes it a sheet at the bottom. */
export function placeBeside(element: HTMLElement, place: Place): void {
  if (!matchMedia('(min-width: 640px)').matches) return;
  const at = rectOf(place);
  const { width, height } = element.getBoundingClientRect();
  const below = at.bottom + 4 + height <= innerHeight - 8;
  const start = document.documentElement.dir === 'rtl' ? at.right - width : at.left;
  element.style.left = `${Math.max(8, Math.min(start, innerWidth - width - 8))}px`;
  element.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - height - 4)}px`;
}

/** @param above a row of choices shown directly, such as emoji */
export function Menu({
  place,
  label,
  items,
  above,
  onClose,
}: {
  place: Place;
  label: string;
  items: MenuItem[];
  above?: ComponentChildren;
  onClose: () => void;
}) {
  const menu = useRef<HTMLDivElement>(null);
  const choices = () => [...menu.current!.querySelectorAll<HTMLElement>('[role=menuitem]')];

  useLayoutEffect(() => {
    const element = menu.current!;
    const before = document.activeElement;
    element.showPopover();
    placeBeside(element, place);
    choices()[0]?.focus();
    return () => before instanceof HTMLElement && before.isConnected && before.focus({ preventScroll: true });
  }, []);

  // The finger of the long press is still down, perhaps over the menu. Lifting it must neither choose an item nor close the menu, as the
  // browser's light dismiss would.
  const pressedSince = useRef(false);
  useEffect(() => {
    const pressed = ({ target }: PointerEvent) => {
      pressedSince.current = true;
      if (!menu.current!.contains(target as Node)) onClose();
    };
    document.addEventListener('pointerdown', pressed, true);
    return () => document.removeEventListener('pointerdown', pressed, true);
  }, [onClose]);

  function onClick(event: MouseEvent): void {
    // Clicks from keys and screen readers have no detail.
    if (pressedSince.current || event.detail === 0) return;
    event.preventDefault();
    event.stopPropagation();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const all = choices();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const inRow = document.activeElement?.closest('.menu-above') !== null;
    const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const row = all.filter((choice) => choice.closest('.menu-above')).length;
    let to: number | undefined;
    if (event.key === 'ArrowDown') to = inRow ? row : at + 1;
    else if (event.key === 'ArrowUp') to = at === row ? 0 : at - 1;
    else if (inRow && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) to = at + (event.key === forward ? 1 : -1);
    else if (event.key === 'Home') to = 0;
    else if (event.key === 'End') to = all.length - 1;
    else if (event.key === 'Tab') {
      event.preventDefault();
      onClose();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    }
    if (to === undefined) return;
    event.preventDefault();
    all[(to + all.length) % all.length]?.focus();
  }

  return (
    <div ref={menu} popover="manual" class="menu" role="menu" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown} onClickCapture={onClick}>
      {above && (
        <div class="menu-above" role="group" aria-label={t('react')}>
          {above}
        </div>
      )}
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          class={item.danger ? 'menu-item danger' : 'menu-item'}
          onClick={() => {
            onClose();
            item.onChoose();
          }}
        >
          <Icon name={item.icon} size={18} />
          {item.label}
        </button>
      ))}
    </div>
  );
}
