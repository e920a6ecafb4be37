/** TanStack Query, set up to ask as this console does: nothing is kept that no view shows, nothing retried unasked. */
import { QueryCache, QueryClient } from '@tanstack/react-query';

/** A failed call is part of what a query gives, so an error that gets here is a defect. */
export const createQueryClient = (onDefect: (error: Error) => void): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({ onError: (error) => onDefect(error) }),
    defaultOptions: {
      queries: {
        gcTime: 0,
        retry: false,
        networkMode: 'always',
        refetchOnMount: false,
        refetchOnReconnect: false,
      },
    },
  });
