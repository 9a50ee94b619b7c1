/** Parts of the page that are loaded on demand. */

import { signal } from '@preact/signals';
import type { ComponentType, FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../language/index.js';
import { tell } from './feedback.js';
import { Empty, Spinner } from './parts.js';

type Lazy<Props> = FunctionComponent<Props> & {
  /** Loads the part before it is needed. A failure is reported only when the part is shown. */
  load(): Promise<void>;
};

/**
 * @param load imports the part. If that fails, a part with `onClose`, such as a dialog, closes, and the user may try again. Any other part
 *   shows a button that does.
 */
export function lazily<Props extends object>(load: () => Promise<ComponentType<Props>>): Lazy<Props> {
  // A signal, because the part may be loaded early between the drawing of its place and the effect of it.
  const loaded = signal<{ Component: ComponentType<Props> }>();
  const remember = async () => {
    if (loaded.peek()) return;
    const Component = await load();
    // Drawn in a separate task: together, running a new script and the first drawing would block a slow device for too long.
    await new Promise((resolve) => setTimeout(resolve));
    loaded.value ??= { Component };
  };
  const Part = (props: Props) => {
    const [failed, setFailed] = useState(false);
    const onClose = 'onClose' in props ? (props.onClose as () => void) : null;

    function start(): void {
      setFailed(false);
      remember().catch(() => {
        setFailed(true);
        if (!onClose) return;
        tell(t('needsConnection'), true);
        onClose();
      });
    }

    useEffect(start, []);
    const Loaded = loaded.value?.Component;
    if (Loaded) return <Loaded {...props} />;
    if (onClose) return null;
    if (!failed) {
      return (
        <div class="waiting">
          <Spinner />
        </div>
      );
    }
    return (
      <Empty icon="away" title={t('needsConnection')}>
        <button type="button" class="button" onClick={start}>
          {t('tryAgain')}
        </button>
      </Empty>
    );
  };
  return Object.assign(Part, { load: () => remember().catch(() => {}) });
}

/** Loads parts while the page has nothing else to do, so that they open at once. */
export function loadEarly(parts: readonly Pick<Lazy<never>, 'load'>[]): void {
  const idle = window.requestIdleCallback ?? ((task: () => void) => setTimeout(task, 2_000));
  idle(() => void parts.reduce((before, part) => before.then(() => part.load()), Promise.resolve()));
}
