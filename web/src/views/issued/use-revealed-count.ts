/** Counts the cells that show a value, so that rows do not move while somebody reads one. */
import { useCallback, useState } from 'react';

export function useRevealedCount(): { readonly revealed: number; readonly onShown: () => () => void } {
  const [revealed, setRevealed] = useState(0);
  const onShown = useCallback(() => {
    setRevealed((count) => count + 1);
    return () => setRevealed((count) => count - 1);
  }, []);
  return { revealed, onShown };
}
