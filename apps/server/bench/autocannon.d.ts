declare module 'autocannon' {
  export interface Request {
    method?: string;
    path?: string;
    headers?: Record<string, string>;
    body?: string;
  }
  export interface Result {
    requests: { total: number; average: number };
    latency: { p50: number; p97_5: number; p99: number };
    duration: number;
    errors: number;
    timeouts: number;
    non2xx: number;
    '2xx': number;
  }
  interface Client {
    setRequests(requests: Request[]): void;
  }
  export default function autocannon(options: {
    url: string;
    connections: number;
    duration: number;
    sampleInt?: number;
    requests?: Request[];
    setupClient?: (client: Client) => void;
  }): Promise<Result>;
}
