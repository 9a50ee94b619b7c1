/** What a device knows about its network. It decides only when to try again, never whether there is a connection. */

export interface Network {
  /** False only if the device is certain to have none. */
  readonly isThere: boolean;
  /**
   * @param changes `there` means that another attempt is worthwhile, `gone` that the network is lost
   * @returns stops watching
   */
  watch(changes: { there(): void; gone(): void }): () => void;
}

/** In a browser, what it reports; a tab that becomes visible tries again, too. Elsewhere, a network that is always there. */
export function networkOfThisDevice(): Network {
  if (typeof document === 'undefined') return { isThere: true, watch: () => () => {} };
  return {
    get isThere() {
      return navigator.onLine;
    },
    watch({ there, gone }) {
      const looked = () => document.visibilityState === 'visible' && there();
      addEventListener('online', there);
      addEventListener('offline', gone);
      document.addEventListener('visibilitychange', looked);
      return () => {
        removeEventListener('online', there);
        removeEventListener('offline', gone);
        document.removeEventListener('visibilitychange', looked);
      };
    },
  };
}
