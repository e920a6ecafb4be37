/** Chinese and Japanese put no space after a full stop. */
export const joinSentences = (sentences: readonly string[]): string =>
  sentences.reduce((text, sentence) => `${text}${text.endsWith('。') ? '' : ' '}${sentence}`);
