/** Parts of the page that are loaded on demand. */

import type { ComponentType, FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../language/index.js';
import { tell } from './feedback.js';

/** @param load imports the part. If that fails, the part closes, and the user may try again. */
export function lazily<Props extends { onClose: () => void }>(load: () => Promise<ComponentType<Props>>): FunctionComponent<Props> {
  let loaded: ComponentType<Props> | undefined;
  return (props) => {
    const [, draw] = useState(0);
    useEffect(() => {
      if (loaded) return;
      load().then(
        (part) => {
          loaded = part;
          draw(1);
        },
        () => {
          tell(t('needsConnection'), true);
          props.onClose();
        },
      );
    }, []);
    const Part = loaded;
    return Part ? <Part {...props} /> : null;
  };
}
