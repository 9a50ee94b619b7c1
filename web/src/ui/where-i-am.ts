import { useSignal } from '@preact/signals';
import { t } from '../language/index.js';
import type { Point } from '../pure/mercator.js';
import { tell } from './feedback.js';

/** Requests the location from the browser, which asks the user. */
export function useWhereIAm(found: (point: Point) => void): { busy: boolean; find: () => void } {
  const busy = useSignal(false);
  function find(): void {
    if (!isSecureContext) {
      tell(t('whereIAmInsecure'), true);
      return;
    }
    busy.value = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        busy.value = false;
        found({ lat: coords.latitude, lon: coords.longitude });
      },
      ({ code }) => {
        busy.value = false;
        tell(t(code === GeolocationPositionError.PERMISSION_DENIED ? 'whereIAmRefused' : 'whereIAmFailed'), true);
      },
      { maximumAge: 60_000, timeout: 20_000 },
    );
  }
  return { busy: busy.value, find };
}
