/** Starts loading all scripts of the signed-in page at once, where the browser would find them one after the other, as each names the next. */

let done = false;

export function preloadSignedIn(): void {
  if (done) return;
  done = true;
  const scripts = document.querySelector<HTMLMetaElement>('meta[name=powow-signed-in]')?.content.split(' ') ?? [];
  for (const href of scripts) {
    if (href === '') continue;
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = href;
    document.head.append(link);
  }
}
