/** TanStack Query's client: nothing is kept after its view has gone, and nothing is retried automatically. */
import { QueryCache, QueryClient } from '@tanstack/react-query';

/** A failed call is part of a query's data, so an error that gets here is a defect. */
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
