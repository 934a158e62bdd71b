/** Whether a key is pressed by itself: with Control, Alt or Meta it belongs to the browser (its zoom, reload and Back). */
export function isAlone({ ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  return !ctrlKey && !altKey && !metaKey;
}
