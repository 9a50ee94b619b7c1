/**
 * Reads anew whenever it is asked to, one reading at a time. What is asked for during a reading may have come too late for it: then it
 * reads once more. What fails is quiet: whoever comes back to the connection asks again.
 *
 * @returns resolves when a reading that began after the asking has ended
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
