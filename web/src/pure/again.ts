/**
 * Returns a function that reads again on each call, one read at a time. A call during a read may be too late for it, so one more read
 * follows. Failures are ignored: reconnecting calls it again.
 *
 * @returns a function that resolves when a read that began after the call has ended
 */
export function again(read: () => Promise<void>): () => Promise<void> {
  let reading: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const begin = (): Promise<void> => {
    const begun = read()
      .catch(() => {})
      .finally(() => {
        if (reading === begun) reading = null;
      });
    return (reading = begun);
  };
  return () => {
    if (!reading) return begin();
    return (next ??= reading.then(() => {
      next = null;
      return begin();
    }));
  };
}
