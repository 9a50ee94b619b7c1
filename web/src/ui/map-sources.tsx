/** Where maps come from. */

import { t } from '../language/index.js';
import type { Tiles } from '../map/view.js';

/** The configured source of the map, if any. */
export const tiles = ((): Tiles | null => {
  for (const kind of ['streets', 'pictures'] as const) {
    const named = document.querySelector<HTMLMetaElement>(`meta[name="powow-${kind === 'streets' ? 'streets' : 'tiles'}"]`);
    if (named) return { kind, url: named.content, attribution: named.dataset['attribution'] ?? '' };
  }
  return null;
})();

/** The base map is also shown where a file of streets has nothing. */
const OF_BASE_MAP = 'Natural Earth · GeoNames, CC BY 4.0';

export const MapSources = () => (
  <p class="map-sources">
    {!tiles && <span>{t('noStreets')} · </span>}
    <bdi dir="ltr">{[tiles?.attribution, tiles?.kind !== 'pictures' && OF_BASE_MAP].filter(Boolean).join(' · ')}</bdi>
  </p>
);
