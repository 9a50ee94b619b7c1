/** Made by emoji.mjs as the page is built: groups of emoji, each with its name, more words for it, and whether it has skin tones. */
declare module 'emoji:*' {
  const groups: [group: string, emoji: [emoji: string, name: string, words: string, tones?: 1][]][];
  export default groups;
}
