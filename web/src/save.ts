/** Saves a file on the device. */
export function save(file: File): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  // The browser no longer needs the URL once the download has started.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
